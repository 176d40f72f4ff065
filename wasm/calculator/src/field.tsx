// One field of the portfolio, and what the core says about it.

import type { Intake, Problem } from "whorunsit";
import { useState } from "preact/hooks";

import { useBase } from "./context";
import { Choices } from "./choices";
import { capital } from "./format";
import { at, changed, isTable, pointer, written, type Key, type Value } from "./portfolio";
import { Density, useSpread } from "./spread";

/** The problems of one field, and of what is inside it. */
export function problemsAt(problems: readonly Problem[], path: string): readonly Problem[] {
  return problems.length === 0
    ? problems
    : problems.filter((problem) => problem.path === path || problem.path.startsWith(`${path}/`));
}

export function Messages({ problems, id }: { readonly problems: readonly Problem[]; readonly id: string }) {
  if (problems.length === 0) return null;
  return (
    <div class="inline-problem" id={id}>
      {problems.slice(0, 3).map((problem, index) => (
        <p key={index}>
          {capital(problem.message)}. <span>{capital(problem.help)}.</span>
        </p>
      ))}
    </div>
  );
}

interface FieldProps {
  readonly id: string;
  readonly path: readonly Key[];
  readonly value: Value | undefined;
  readonly label: string;
  /** What is written into it, as a value of the format. */
  readonly means: (field: string) => Value | undefined;
  readonly problems: readonly Problem[];
  readonly choices?: readonly string[] | undefined;
  readonly say?: (choice: string) => string;
  readonly placeholder?: string;
  /** Whether the core may read it as people write amounts, such as `$1.2m`, where it is none in the format. */
  readonly reads?: boolean;
  /** Whether it may be a range, of which a density is drawn: with its 90 % in words, or alone where there is little room. */
  readonly draws?: "in words" | "alone" | undefined;
  /** The list of what may be typed, among others. */
  readonly list?: string;
  /** Takes what was typed once somebody leaves the field, and not at every key. */
  readonly take?: (text: string) => void;
  /** The element that shows how it is written. */
  readonly hint?: string | undefined;
}

const bare = (choice: string): string => (choice === "" ? "–" : choice);

export function Field({
  id,
  path,
  value,
  label,
  means,
  problems: all,
  choices,
  list,
  take,
  say = bare,
  placeholder,
  hint,
  reads = false,
  draws,
}: FieldProps) {
  const { store, live, currency, say: tell } = useBase();
  const [draft, setDraft] = useState<string>();
  const [asked, ask] = useState<{ readonly of: string; readonly message: string }>();
  const place = pointer(path);
  const problems = problemsAt(all, place);
  const drawn = useSpread(draws === undefined || problems.length > 0 ? undefined : value);
  const stored = value == null ? "" : written(value);
  // What is being written stays as it is written for as long as it is what is stored: undoing brings back the old.
  const shown =
    draft !== undefined && take !== undefined
      ? draft
      : draft !== undefined && JSON.stringify(means(draft)) === JSON.stringify(value)
        ? draft
        : stored;
  const set = (field: string) =>
    store.change({ portfolio: changed(store.case.portfolio, path, means(field)) }, `edit ${place}`);
  const unclear = asked?.of === stored && problems.length === 0 ? asked.message : undefined;
  const described = [
    hint,
    drawn === undefined ? undefined : `${id}-spread`,
    problems.length > 0 || unclear !== undefined ? `${id}-problem` : undefined,
  ]
    .filter((one) => one !== undefined)
    .join(" ");
  const common = {
    id,
    "aria-label": label,
    "aria-invalid": problems.length > 0 || unclear !== undefined,
    ...(described === "" ? {} : { "aria-describedby": described }),
  };
  return (
    <>
      {choices === undefined ? (
        <input
          {...common}
          value={shown}
          maxLength={2000}
          spellcheck={false}
          autocomplete="off"
          {...(list === undefined ? {} : { type: "text" as const, list })}
          {...(placeholder === undefined ? {} : { placeholder })}
          onInput={(event) => {
            setDraft(event.currentTarget.value);
            if (take === undefined) set(event.currentTarget.value);
          }}
          onBlur={() => {
            setDraft(undefined);
            store.left();
            if (take !== undefined && draft !== undefined && draft !== stored) take(draft.trim());
            // A plain number and a range are values of the format already.
            if (!reads || typeof value !== "string" || /^\s*$|^\d+(\.\d+)?$|\bto\b/u.test(stored)) return;
            // As in a list that is taken in: what it comes to is for the core to say.
            const rows = [
              ["Service", "Exposure per hour", "Feature demand"],
              ["one", stored, "low"],
            ];
            void live.engine.ask<Intake>("intake", JSON.stringify({ rows }), { currency }).then(
              ({ services: [one], cells }) => {
                if (at(store.case.portfolio, path) !== stored) return;
                const amount = one?.["exposure_per_hour"] as Value | undefined;
                if (typeof amount === "string" || isTable(amount)) {
                  store.change({ portfolio: changed(store.case.portfolio, path, amount) });
                  tell(`${stored} was read as ${written(amount)}`);
                  return;
                }
                // What may mean two amounts is asked about, even where the format takes one of them.
                const unclear = cells.find(({ status }) => status === "asked");
                if (unclear !== undefined)
                  ask({
                    of: stored,
                    message: [unclear.message, unclear.help]
                      .filter((part) => part !== null)
                      .map((part) => `${capital(part)}.`)
                      .join(" "),
                  });
              },
              () => {},
            );
          }}
        />
      ) : (
        <select {...common} value={stored} onChange={(event) => set(event.currentTarget.value)}>
          <Choices of={[...new Set([...choices, stored])]} say={say} />
        </select>
      )}
      {drawn !== undefined && <Density id={`${id}-spread`} drawn={drawn} money={reads} bare={draws === "alone"} />}
      <Messages problems={problems} id={`${id}-problem`} />
      {unclear !== undefined && (
        <div class="inline-problem" id={`${id}-problem`}>
          {unclear}
        </div>
      )}
    </>
  );
}
