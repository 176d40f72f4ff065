// Letters that turn the direction of a sentence round, such as U+202E, are shown by their number: a name with one must not turn
// what the page says round it. What is in a field to be edited stays as it is.

import { Fragment, options, type VNode } from "preact";

const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

export const visible = (text: string): string =>
  text.replaceAll(TURNING, (letter) => `[U+${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);

const SHOWN = ["aria-label", "title", "placeholder"] as const;
const turns = (value: unknown): value is string => typeof value === "string" && value.search(TURNING) !== -1;

/** Whatever the page draws goes through this, so that no place can forget it. */
export function showTurningLetters(): void {
  const before = options.vnode;
  options.vnode = (vnode: VNode) => {
    if (typeof vnode.type === "string" || vnode.type === Fragment) {
      const props = vnode.props as Record<string, unknown>;
      const inside = props["children"];
      if (turns(inside)) props["children"] = visible(inside);
      else if (Array.isArray(inside) && inside.some(turns)) props["children"] = inside.map((one: unknown) => (turns(one) ? visible(one) : one));
      for (const name of SHOWN) if (turns(props[name])) props[name] = visible(props[name] as string);
    }
    before?.(vnode);
  };
}
