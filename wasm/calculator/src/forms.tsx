// Forms of tables of the portfolio: one for a table, rows for a list of them.

import type { Problem } from "whorunsit";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { usePage } from "./context";
import { Choices } from "./choices";
import { Field, Messages, problemsAt } from "./field";
import { estimate, type FieldOf, type PartOf, type RowsOf } from "./fields/field";
import { capital, count, words } from "./format";
import { at, changed, freeName, isTable, pointer, text, type Key, type Value } from "./portfolio";

const MOST_ROWS = 50;
/** A row of more fields is a card at any width. */
const MOST_COLUMNS = 9;

const idOf = (path: readonly Key[]): string => `input-${path.join("-").replaceAll(/[^\w-]/gu, "_")}`;
const isRows = (part: PartOf): part is RowsOf => "one" in part;
const inside = (path: readonly Key[], { key }: FieldOf): Key[] => [...path, ...key.split(".")];
const places = (part: PartOf): string[] =>
  isRows(part) ? [pointer(part.at)] : part.fields.map((field) => pointer(inside(part.at, field)));

/** The problems in what the parts show. */
export const problemsIn = (parts: readonly PartOf[], problems: readonly Problem[]): readonly Problem[] =>
  problems.length === 0
    ? problems
    : [...new Set(parts.flatMap(places).flatMap((place) => problemsAt(problems, place)))];

interface InputProps {
  readonly field: FieldOf;
  readonly path: readonly Key[];
  readonly label: string;
  readonly hint: string | undefined;
}

function Input({ field, path, label, hint }: InputProps) {
  const { open, view } = usePage();
  const none = field.required === true ? "needed" : (field.none ?? "not given");
  const choices = field.words ?? field.names?.(open.portfolio);
  return (
    <Field
      id={idOf(path)}
      path={path}
      value={at(open.portfolio, path)}
      label={label}
      means={field.means ?? estimate}
      problems={view.problems}
      choices={choices === undefined ? undefined : field.required === true ? choices : ["", ...choices]}
      say={(choice) =>
        choice === "" ? none : (field.say?.[choice] ?? (field.words === undefined ? choice : words(choice)))
      }
      placeholder={none}
      hint={hint}
      reads={field.money === true}
      draws={field.means === undefined && choices === undefined ? "in words" : undefined}
    />
  );
}

export function Form({ part }: { readonly part: PartOf }) {
  if (isRows(part)) return <Rows part={part} />;
  return (
    <fieldset>
      <legend>{part.title}</legend>
      {part.hint !== undefined && <p class="hint">{part.hint}</p>}
      <div class="entries">
        {part.fields.map((field) => {
          const path = inside(part.at, field);
          const hint = field.like === undefined ? undefined : `${idOf(path)}-like`;
          return (
            <div class="entry" key={field.key}>
              <label for={idOf(path)}>{field.label}</label>
              <Input field={field} path={path} label={field.label} hint={hint} />
              {hint !== undefined && <small id={hint}>such as {field.like}</small>}
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}

function Rows({ part }: { readonly part: RowsOf }) {
  const { open, store, view, say } = usePage();
  const [most, setMost] = useState(MOST_ROWS);
  const focus = useRef("");
  useLayoutEffect(() => {
    const element = focus.current === "" ? null : document.getElementById(focus.current);
    if (element === null) return;
    focus.current = "";
    element.focus();
    // So that typing takes the place of the name that was made up.
    if (element instanceof HTMLInputElement) element.select();
  });

  const given = at(open.portfolio, part.at);
  const wrapped = part.beside !== undefined && isTable(given) && given["rules"] !== undefined;
  const base: readonly Key[] = wrapped ? [...part.at, "rules"] : part.at;
  const value = wrapped ? given["rules"] : given;
  // A single rule may stand without a list.
  const rows: readonly Value[] = Array.isArray(value) ? value : isTable(value) ? [value] : [];
  const shown = rows.slice(0, most);
  const place = (index: number): readonly Key[] => (Array.isArray(value) ? [...base, index] : base);
  const id = idOf(part.at);
  const set = (next: readonly Value[]) =>
    store.change({ portfolio: changed(store.case.portfolio, base, next.length === 0 ? undefined : next) });
  const add = () => {
    const names = rows.map((row) => (isTable(row) ? text(row["name"]) : ""));
    const fresh = part.fields.some(({ key }) => key === "name") ? { name: freeName(names, `new ${part.one}`) } : {};
    set([...rows, fresh]);
    setMost(Math.max(most, rows.length + 1));
    focus.current = idOf([...base, rows.length, part.fields[0]?.key ?? ""]);
  };
  const remove = (index: number) => {
    set(rows.filter((_, other) => other !== index));
    focus.current = `${id}-add`;
    say(`${capital(part.one)} ${index + 1} removed; undo brings it back`);
  };
  const up = (index: number) => {
    const row = rows[index];
    if (index === 0 || row === undefined) return;
    set(rows.with(index, rows[index - 1] ?? {}).with(index - 1, row));
    focus.current = `${id}-${index - 1}-up`;
    say(`${capital(part.one)} ${index + 1} is now number ${index}`);
  };

  const here = problemsAt(view.problems, pointer(part.at));
  const fields =
    here.length === 0
      ? []
      : shown.flatMap((_, index) => part.fields.map((field) => pointer(inside(place(index), field))));
  const others = here.filter((problem) => !fields.some((field) => problemsAt([problem], field).length > 0));
  const like = (field: FieldOf) => (field.like === undefined ? undefined : `${id}-${field.key}-like`);

  return (
    <fieldset class={part.fields.length > MOST_COLUMNS ? "rows many" : "rows"}>
      <legend>{part.title}</legend>
      {part.hint !== undefined && <p class="hint">{part.hint}</p>}
      {part.beside !== undefined && rows.length > 0 && (
        <Beside part={part} beside={part.beside} given={given} rows={rows} />
      )}
      {shown.length > 0 && (
        <table>
          <thead>
            <tr>
              {part.fields.map((field) => (
                <th scope="col" key={field.key}>
                  {field.label}
                  {field.like !== undefined && <small id={like(field)}>such as {field.like}</small>}
                </th>
              ))}
              <th scope="col">
                <span class="sr">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((_, index) => (
              <tr key={index}>
                {part.fields.map((field) => (
                  <td key={field.key}>
                    <span class="head" aria-hidden="true">
                      {field.label}
                    </span>
                    <Input
                      field={field}
                      path={inside(place(index), field)}
                      label={`${field.label} of ${part.one} ${index + 1}`}
                      hint={like(field)}
                    />
                  </td>
                ))}
                <td class="acts">
                  {part.ordered === true && (
                    <button
                      type="button"
                      class="icon"
                      id={`${id}-${index}-up`}
                      title="Move up"
                      aria-disabled={index === 0}
                      aria-label={`Move ${part.one} ${index + 1} up`}
                      onClick={() => up(index)}
                    >
                      ↑
                    </button>
                  )}
                  <button
                    type="button"
                    class="icon"
                    title="Remove"
                    aria-label={`Remove ${part.one} ${index + 1}`}
                    onClick={() => remove(index)}
                  >
                    ×
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Messages problems={others} id={`${id}-problem`} />
      <div class="row">
        {rows.length > shown.length && (
          <button type="button" onClick={() => setMost(most + MOST_ROWS)}>
            Show more: {count(rows.length - shown.length)} are left
          </button>
        )}
        {rows.length === 0 && part.usual !== undefined ? (
          <button type="button" id={`${id}-add`} onClick={() => set(part.usual ?? [])}>
            Change the usual ones: {part.usual.map((row) => Object.values(row).join(" ")).join(", ")}
          </button>
        ) : (
          <button type="button" id={`${id}-add`} onClick={add}>
            Add a{/^[aeo]/u.test(part.one) ? "n" : ""} {part.one}
          </button>
        )}
      </div>
    </fieldset>
  );
}

/** What stands beside a list: the list alone is written where the word is the usual one. */
function Beside({
  part,
  beside,
  given,
  rows,
}: {
  readonly part: RowsOf;
  readonly beside: NonNullable<RowsOf["beside"]>;
  readonly given: Value | undefined;
  readonly rows: readonly Value[];
}) {
  const { store } = usePage();
  const own = isTable(given) ? text(given[beside.key]) : "";
  const id = idOf([...part.at, beside.key]);
  return (
    <div class="row">
      <label for={id}>{beside.label}</label>
      <select
        id={id}
        value={own || beside.usual}
        onChange={(event) => {
          const word = event.currentTarget.value;
          const plain = rows.map((row) =>
            isTable(row) ? Object.fromEntries(Object.entries(row).filter(([key]) => key !== beside.key)) : row,
          );
          store.change({
            portfolio: changed(
              store.case.portfolio,
              part.at,
              word === beside.usual ? plain : { [beside.key]: word, rules: plain },
            ),
          });
        }}
      >
        <Choices of={[...new Set([...beside.words, own || beside.usual])]} say={words} />
      </select>
    </div>
  );
}
