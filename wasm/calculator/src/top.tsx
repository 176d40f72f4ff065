// What stands in the bar at the top: the name of the case, and the pictures of buttons.

import { useEffect, useRef, useState } from "preact/hooks";

import { usePage } from "./context";
import { changed, text } from "./portfolio";

/** The name of the case: a button that becomes a field. */
export function CaseName() {
  const { open, store } = usePage();
  const [writing, write] = useState(false);
  const name = text(open.portfolio["name"]);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (writing) field.current?.select();
  }, [writing]);
  return (
    <h1>
      {writing ? (
        <input
          ref={field}
          aria-label="Name of the case"
          value={name}
          maxLength={200}
          onInput={(event) =>
            store.change(
              { portfolio: changed(store.case.portfolio, ["name"], event.currentTarget.value) },
              "edit /name",
            )
          }
          onBlur={() => write(false)}
          onKeyDown={(event) => (event.key === "Enter" || event.key === "Escape") && write(false)}
        />
      ) : (
        <button type="button" class="rename" title="Rename it" onClick={() => write(true)}>
          <bdi>{name || "Who should run each service"}</bdi>
        </button>
      )}
    </h1>
  );
}

const ICONS = {
  undo: "M6 3 3 6l3 3M3 6h7a3.5 3.5 0 0 1 0 7H6",
  redo: "m10 3 3 3-3 3M13 6H6a3.5 3.5 0 0 0 0 7h4",
  share: "M6.5 9.5l3-3M7 4.5 8.5 3a3 3 0 0 1 4.5 4.5L11.5 9M9 11.5 7.5 13A3 3 0 0 1 3 8.500L4.500 7",
  report: "M4 2h5l3 3v9H4zM9 2v3h3M6 8h4M6 11h4",
  add: "M8 3v10M3 8h10",
  copy: "M3.5 5h6a1.5 1.5 0 0 1 1.5 1.5v6A1.5 1.5 0 0 1 9.5 14h-6A1.5 1.5 0 0 1 2 12.5v-6A1.5 1.5 0 0 1 3.5 5zM5 3.5V3a1 1 0 0 1 1-1h7a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-.5",
} as const;

export function Icon({ of }: { readonly of: keyof typeof ICONS }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      <path d={ICONS[of]} />
    </svg>
  );
}
