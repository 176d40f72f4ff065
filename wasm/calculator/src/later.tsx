// Parts of the page that are loaded when they are first shown, so that a first visit need not wait for them.

import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

export function later<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  let Found: ComponentType<Props> | undefined;
  return function Later(props: Props) {
    const [state, setState] = useState<"loading" | "here" | "missing">("loading");
    useEffect(() => {
      if (Found !== undefined) return;
      load().then(
        (found) => {
          Found = found;
          setState("here");
        },
        () => setState("missing"),
      );
    }, []);
    if (Found !== undefined) return <Found {...props} />;
    return state === "missing" ? (
      <p class="problem">This part could not be loaded. Load the page again.</p>
    ) : (
      <p aria-busy="true">Loading …</p>
    );
  };
}
