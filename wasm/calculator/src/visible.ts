// Letters that turn the direction of a sentence round, such as U+202E, are shown by their number: a name with one must not turn
// what the page says round it. What is in a field to be edited stays as it is. The core quotes in backticks: shown as code.

import { createElement, Fragment, options, type ComponentChild, type VNode } from "preact";

const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

export const visible = (text: string): string =>
  text.replaceAll(TURNING, (letter) => `[U+${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);

const SHOWN = ["aria-label", "title", "placeholder"] as const;
const turns = (value: unknown): value is string => typeof value === "string" && value.search(TURNING) !== -1;

const QUOTED = /`([^`]+)`/u;
const quotes = (value: unknown): value is string => typeof value === "string" && QUOTED.test(value);
/** Where no element can stand in the text, or it is somebody's own. */
const PLAIN = new Set<unknown>(["code", "option", "textarea", "pre", "style"]);
/** In a picture letters have one look. */
const DRAWN = new Set<unknown>(["text", "tspan", "title"]);

const coded = (text: string): ComponentChild[] =>
  text.split(/`([^`]+)`/u).map((part, at) => (at % 2 === 1 ? createElement("code", null, part) : part));
const bare = (text: string): string => text.replaceAll(/`([^`]+)`/gu, "$1");

/** Whatever the page draws goes through this, so that no place can forget it. */
export function showTurningLetters(): void {
  const before = options.vnode;
  options.vnode = (vnode: VNode) => {
    if (typeof vnode.type === "string" || vnode.type === Fragment) {
      const props = vnode.props as Record<string, unknown>;
      const inside = props["children"];
      const shown = (one: unknown): unknown => {
        const text = turns(one) ? visible(one) : one;
        if (!quotes(text) || PLAIN.has(vnode.type)) return text;
        return DRAWN.has(vnode.type) ? bare(text) : coded(text);
      };
      if (turns(inside) || quotes(inside)) props["children"] = shown(inside);
      else if (Array.isArray(inside) && inside.some((one) => turns(one) || quotes(one)))
        props["children"] = inside.map(shown);
      for (const name of SHOWN)
        if (turns(props[name]) || quotes(props[name]))
          props[name] = name === "placeholder" ? visible(props[name]) : bare(visible(props[name]));
    }
    before?.(vnode);
  };
}
