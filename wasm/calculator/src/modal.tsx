// A dialog over the page. Escape, a click beside it and × close it; the focus goes back to where it was.

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface Props {
  /** The id of its heading. */
  readonly titled: string;
  readonly look?: string;
  readonly close: () => void;
  readonly children: ComponentChildren;
}

export function Modal({ titled, look = "", close, children }: Props) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.showModal();
    // The browser gives the focus back only where the dialog was closed before it went.
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  // At once: the browser's event comes later, and could close what is asked next.
  const shut = () => {
    box.current?.close();
    close();
  };
  return (
    <dialog
      ref={box}
      class={look}
      aria-labelledby={titled}
      onCancel={(event) => {
        event.preventDefault();
        shut();
      }}
      onClose={() => box.current !== null && close()}
      onClick={(event) => event.target === box.current && shut()}
    >
      <div class="explain-body">
        <button type="button" class="close" aria-label="Close" onClick={shut}>
          ×
        </button>
        {children}
      </div>
    </dialog>
  );
}
