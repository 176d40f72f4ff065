// Tabs: one of several parts at a time. One stop of the Tab key; arrow keys go to the next.

interface Props<Name extends string> {
  readonly label: string;
  readonly names: readonly Name[];
  readonly shown: Name;
  readonly show: (name: Name) => void;
  /** What the ids of the tabs start with; that of their panel is this and `-panel`. */
  readonly id: string;
}

export function Tabs<Name extends string>({ label, names, shown, show, id }: Props<Name>) {
  return (
    <div class="tabs" role="tablist" aria-label={label}>
      {names.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`${id}-${name}`}
          aria-selected={shown === name}
          aria-controls={`${id}-panel`}
          tabIndex={shown === name ? 0 : -1}
          onClick={() => show(name)}
          onKeyDown={(event) => {
            const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
            if (by === undefined) return;
            const next = names[(names.indexOf(shown) + by + names.length) % names.length] ?? shown;
            show(next);
            document.getElementById(`${id}-${next}`)?.focus();
          }}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
