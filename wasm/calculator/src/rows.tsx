// A table of services as the core reads it: what each column is, how cells were read, what is to be asked and what is left
// out. Nothing is taken before somebody says so, and undo takes it back.

import type { Intake } from "whorunsit";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { usePage } from "./context";
import { Choices } from "./choices";
import { Engine, Refusal } from "./engine";
import { capital, count, words } from "./format";
import { demands, text, type Value } from "./portfolio";
import { problemText } from "./files";
import { isUntouched } from "./fresh";
import {
  COLUMN_KEYS,
  fitting,
  FIRST_ASKED,
  foreign,
  isResults,
  put,
  reading,
  withoutDemand,
  type Asked,
  type Column,
  type Reading,
} from "./taking";

/** So many services are shown of what was read. */
const SHOWN = 6;
/** So many of what is to be asked, or was left out. */
const TOLD = 5;
/** So many cells, where somebody asks how they were read. */
const CELLS = 100;

const LABELS: Record<string, string> = {
  exposure_per_hour: "exposure an hour",
  incidents_per_year: "incidents a year",
  features_per_year: "features a year",
  insights_per_year: "insights a year",
};
const labelOf = (key: string): string => LABELS[key] ?? words(key);
const many = (number: number): string => `${count(number)} ${number === 1 ? "service" : "services"}`;

interface RowsProps {
  readonly table: string | Uint8Array;
  readonly name: string;
  readonly pasted: boolean;
  /** How many are in turn on call in teams that do not say so. */
  readonly people: number | undefined;
  readonly close: () => void;
  /** It is no table, or none that can be read. */
  readonly fail: (message: string) => void;
  /** Measures it, where it may be an export of incidents instead. */
  readonly measure: (() => void) | undefined;
}

export function Rows({ table, name, pasted, people, close, fail, measure }: RowsProps) {
  const { open, currency, store, select, say } = usePage();
  /** What was read last, and of what was asked. */
  const [read, setRead] = useState<Reading & { readonly of: Asked }>();
  const [asked, ask] = useState<Asked>(FIRST_ASKED);
  const [busy, setBusy] = useState(true);
  const [demand, setDemand] = useState("");
  const [bands, setBands] = useState(false);
  const engine = useMemo(() => new Engine(), []);
  useEffect(() => () => engine.end(), []);
  const newest = useRef(0);
  useEffect(() => {
    const turn = ++newest.current;
    setBusy(true);
    reading(engine, table, asked, currency).then(
      (found) => {
        if (turn !== newest.current) return;
        if (isResults(found.columns))
          fail("It holds results, not inputs. Import the services or the portfolio that they were worked out from");
        else setRead({ ...found, of: asked });
        setBusy(false);
      },
      (error: Error) => {
        if (turn !== newest.current) return;
        const [problem] = error instanceof Refusal ? error.problems : [];
        // What somebody just said cannot be meant, such as half a rate: what was read before stays in sight.
        if (read !== undefined && problem !== undefined) {
          setRead({ ...read, asked, of: asked, refused: problem });
          setBusy(false);
        } else fail(error instanceof Refusal ? problemText(error.problems) : error.message);
      },
    );
  }, [asked]);

  if (read === undefined) {
    return (
      <>
        <h2 id="bring-title">
          Reading <bdi>{name}</bdi>
        </h2>
        <p aria-busy="true">This runs in the background, and can be cancelled.</p>
        <div class="row">
          <button type="button" onClick={close}>
            Cancel
          </button>
        </div>
      </>
    );
  }
  const { answer, columns, refused } = read;
  const before = open.portfolio.services.length;
  const begins = isUntouched(open.portfolio);
  const fit = answer === undefined ? [] : fitting(answer, open.portfolio, demand);
  // What was said last, which may not be read yet: what is said next builds on it.
  const said = read.of === asked ? read.asked : asked;
  const again = (change: Partial<Asked>) => ask({ ...said, ...change });
  const fieldOf = ({ column, field }: Column) => {
    const chosen = said.columns[column];
    return chosen === undefined ? field : chosen;
  };
  const set = (column: Column, key: string) => {
    const others = columns
      .filter((one) => fieldOf(one) === key && key !== "" && one.column !== column.column)
      .map((one) => [one.column, null]);
    // One column for each key: what it was before is given up.
    again({ columns: { ...said.columns, ...Object.fromEntries(others), [column.column]: key === "" ? null : key } });
  };
  const take = (all: boolean) => {
    if (answer === undefined) return;
    const here = new Set(open.portfolio.services.map((service) => service["name"]));
    const same = fit.filter((service) => here.has(service.name)).length;
    const left = answer.counts.rows - fit.length;
    store.change({ portfolio: put(open.portfolio, answer, { all, demand, bands, people }) });
    close();
    select(0);
    const rest = left > 0 ? `; ${count(left)} ${left === 1 ? "row was" : "rows were"} left out` : "";
    if (begins) say(`${many(fit.length)} ${pasted ? "pasted" : `read from ${name}`}${rest}`);
    else if (all)
      say(
        `${many(fit.length)} read from ${name}: they take the place of those that were here, and all other inputs stay${rest}. Undo brings them back`,
      );
    else
      say(
        `${many(fit.length)} ${pasted ? "pasted" : `read from ${name}`}${same === 0 ? "" : `, ${count(same)} of them in place of one with the same name`}${rest}`,
      );
  };
  const nameless = columns.every(({ field }) => field !== "name");
  const reason =
    refused !== undefined && answer !== undefined
      ? capital(refused.help)
      : nameless
        ? "Say which column holds the names"
        : answer === undefined
          ? "Say what the columns are"
          : fit.length === 0
            ? "There is no service yet that says what it can lose and how much demand there is"
            : undefined;
  const bears = answer === undefined ? [] : foreign(answer);
  const codes = [...new Set([...bears, ...Object.keys(said.rates)])];
  const lacking = answer === undefined ? 0 : withoutDemand(answer, open.portfolio);
  const suggested = answer?.portfolio?.["exposure_bands"] !== undefined;
  return (
    <>
      <h2 id="bring-title">
        {answer === undefined ? `A table in ${name}` : `${many(answer.counts.services)} in ${name}`}
      </h2>
      <p class="hint">Check what each column was taken for, and how cells were read. Nothing is taken over yet.</p>
      <div class="row">
        <label class="row">
          <input
            type="checkbox"
            checked={said.headed}
            onChange={(event) => again({ headed: event.currentTarget.checked })}
          />{" "}
          The first row holds headings
        </label>
        <label class="row">
          Before decimals stands{" "}
          <select
            value={said.decimal}
            onChange={(event) => again({ decimal: event.currentTarget.value as Asked["decimal"] })}
          >
            <option value="">what the table shows</option>
            <option value="point">a point: 1,200.50</option>
            <option value="comma">a comma: 1.200,50</option>
          </select>
        </label>
        {codes.map((code) => (
          <label class="row" key={code}>
            1 {code} is worth, in {currency},{" "}
            <input
              class="rate"
              inputMode="decimal"
              maxLength={20}
              value={said.rates[code] ?? ""}
              onInput={(event) => again({ rates: { ...said.rates, [code]: event.currentTarget.value } })}
            />
          </label>
        ))}
      </div>
      {refused !== undefined && (
        <p class="problem" role="alert">
          {capital(refused.message)}. {capital(refused.help)}.
        </p>
      )}
      <div class="wide" tabIndex={0} role="region" aria-label="What was read" aria-busy={busy}>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th scope="col" key={column.column}>
                  <label>
                    <bdi>{column.heading.slice(0, 40) || `Column ${column.column}`}</bdi>
                    <select value={fieldOf(column) ?? ""} onChange={(event) => set(column, event.currentTarget.value)}>
                      <option value="">leave out</option>
                      <Choices of={COLUMN_KEYS} say={labelOf} />
                    </select>
                  </label>
                </th>
              ))}
            </tr>
          </thead>
          {answer !== undefined && <Preview answer={answer} columns={columns} />}
        </table>
      </div>
      {answer !== undefined && answer.counts.services > SHOWN && (
        <p class="hint">and {many(answer.counts.services - SHOWN)} more</p>
      )}
      {answer !== undefined && (
        <Told
          answer={answer}
          put={new Set(fit.map((service) => service.name))}
          here={new Set(open.portfolio.services.map((service) => service["name"]))}
        />
      )}
      {lacking > 0 && (
        <label class="row">
          {capital(many(lacking))} {lacking === 1 ? "does" : "do"} not say how much demand there is for features:{" "}
          <select value={demand} onChange={(event) => setDemand(event.currentTarget.value)}>
            <option value="">leave {lacking === 1 ? "it" : "them"} out</option>
            <Choices of={demands(open.portfolio)} say={(one) => `take ${words(one)}`} />
          </select>
        </label>
      )}
      {suggested && (
        <label class="row">
          <input type="checkbox" checked={bands} onChange={(event) => setBands(event.currentTarget.checked)} /> Put the
          suggested exposure bands in the place of those that are here
        </label>
      )}
      {reason !== undefined && (
        <p class="problem" id="bring-reason">
          {reason}.
        </p>
      )}
      <div class="row">
        {!begins && (
          <button
            type="button"
            class={pasted ? "main" : ""}
            disabled={reason !== undefined || busy}
            onClick={() => take(false)}
          >
            Add to the {many(before)} here
          </button>
        )}
        <button
          type="button"
          class={pasted && !begins ? "" : "main"}
          disabled={reason !== undefined || busy}
          onClick={() => take(true)}
        >
          {begins ? `Take the ${many(fit.length)}` : `Replace the ${many(before)} here`}
        </button>
        {measure !== undefined && (
          <button type="button" onClick={measure}>
            They are incidents: measure them
          </button>
        )}
        <button type="button" onClick={close}>
          Cancel
        </button>
      </div>
    </>
  );
}

/** The first services as they were read; below what was read, what stands in the table. */
function Preview({ answer, columns }: { readonly answer: Intake; readonly columns: readonly Column[] }) {
  const services = answer.services.slice(0, SHOWN) as readonly Readonly<Record<string, Value>>[];
  const names = new Set(services.map((service) => text(service["name"])));
  const cells = new Map(
    answer.cells.filter(({ service }) => names.has(service)).map((cell) => [`${cell.column} ${cell.service}`, cell]),
  );
  return (
    <tbody>
      {services.map((service) => (
        <tr key={text(service["name"])}>
          {columns.map(({ column, field }) => {
            const cell = cells.get(`${column} ${text(service["name"])}`);
            const stands =
              field === null
                ? undefined
                : cell?.status === "read"
                  ? (cell.read ?? undefined)
                  : text(service[field]) || undefined;
            const doubtful = cell?.status === "asked" || cell?.status === "refused";
            return (
              <td
                key={column}
                class={field === null ? "left-out" : doubtful ? "doubtful" : ""}
                title={cell?.message ?? undefined}
              >
                {stands === undefined ? (
                  doubtful ? (
                    <span class="sr">not read: </span>
                  ) : (
                    <span class="soft">–</span>
                  )
                ) : (
                  <bdi>{stands.slice(0, 80)}</bdi>
                )}
                {cell !== undefined && cell.written !== stands && (
                  <small>
                    <bdi>{cell.written}</bdi>
                  </small>
                )}
              </td>
            );
          })}
        </tr>
      ))}
    </tbody>
  );
}

interface ToldProps {
  readonly answer: Intake;
  /** The names of the services that are put in. */
  readonly put: ReadonlySet<string>;
  readonly here: ReadonlySet<Value | undefined>;
}

/** Questions, what was left out, and how the rest was read. */
function Told({ answer, put: taken, here }: ToldProps) {
  const open = answer.cells.filter(({ status }) => status === "asked" || status === "refused");
  const questions = [
    ...answer.questions.map((question) => capital(question)),
    ...open.map(
      ({ row, heading, message, help }) =>
        `Row ${count(row)}, ${heading}: ${message ?? ""}${help === null ? "" : `; ${help}`}`,
    ),
  ];
  const left = answer.left_out.filter(({ reason, name }) => reason !== "incomplete" || !taken.has(name));
  const same = [...taken].filter((name) => here.has(name)).length;
  const notes = [
    ...answer.notes.map((note) => capital(note)),
    ...(same > 0
      ? [
          `${count(same)} ${same === 1 ? "has" : "have"} the name of a service that is here: added, ${same === 1 ? "it changes that one" : "they change those"}.`,
        ]
      : []),
  ];
  const read = answer.cells.filter(({ status }) => status === "read");
  const more = (number: number) => (number > TOLD ? [`and ${count(number - TOLD)} more`] : []);
  return (
    <>
      {questions.length > 0 && (
        <section class="notice" aria-label="Questions">
          <h3>To be asked</h3>
          <ul>
            {[...questions.slice(0, TOLD), ...more(questions.length)].map((one) => (
              <li key={one}>
                <bdi>{one}</bdi>
              </li>
            ))}
          </ul>
        </section>
      )}
      {left.length > 0 && (
        <section class="notice" aria-label="Left out">
          <h3>
            {count(left.length)} {left.length === 1 ? "row is" : "rows are"} left out
          </h3>
          <ul>
            {[
              ...left
                .slice(0, TOLD)
                .map(({ row, name, message }) => `Row ${count(row)}${name === "" ? "" : `, ${name}`}: ${message}`),
              ...more(left.length),
            ].map((one) => (
              <li key={one}>
                <bdi>{one}</bdi>
              </li>
            ))}
          </ul>
        </section>
      )}
      {notes.length > 0 && (
        <ul class="hint">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {read.length > 0 && (
        <details>
          <summary>
            How cells were read: {count(read.length)}{" "}
            {read.length === 1 ? "was not taken as it stands" : "were not taken as they stand"}
          </summary>
          <ul class="hint">
            {read.slice(0, CELLS).map(({ row, column, service, field, written, read: as, message }) => (
              <li key={`${row} ${column}`}>
                <bdi>{service}</bdi>, {labelOf(field)}: <bdi>{written}</bdi> is {as ?? "nothing"}
                {message !== null && ` (${message})`}
              </li>
            ))}
          </ul>
          {read.length > CELLS && <p class="hint">and {count(read.length - CELLS)} more</p>}
        </details>
      )}
    </>
  );
}
