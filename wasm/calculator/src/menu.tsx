// A menu: closed by Escape, by a press beside it and when the focus leaves it.

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

export function Menu({
  label,
  children,
}: {
  readonly label: string;
  readonly children: (close: () => void) => ComponentChildren;
}) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const close = () => {
    setOpen(false);
    box.current?.querySelector("button")?.focus();
  };
  useEffect(() => {
    if (!open) return undefined;
    const outside = (event: Event) => !box.current?.contains(event.target as Node) && setOpen(false);
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);
  return (
    <div
      class="menu"
      ref={box}
      onKeyDown={(event) => event.key === "Escape" && open && close()}
      // A file dialog takes the focus from the page, not to another part of it.
      onFocusOut={(event) =>
        event.relatedTarget instanceof Node && !box.current?.contains(event.relatedTarget) && setOpen(false)
      }
    >
      <button
        type="button"
        class="tool"
        aria-label={label}
        title={label}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="currentColor">
          <circle cx="3" cy="8" r="1.5" />
          <circle cx="8" cy="8" r="1.5" />
          <circle cx="13" cy="8" r="1.5" />
        </svg>
      </button>
      {open && <div class="menu-body">{children(close)}</div>}
    </div>
  );
}
