// An export of incidents, dropped on the page or chosen: what happened, service by service, and what that makes of the estimates of the
// case. Nothing leaves the browser.

import type { Interval, Lengths, MeasureOptions, Measurement } from "whorunsit/measure";
import { useEffect, useState } from "preact/hooks";

import { usePage } from "./context";
import { Refusal } from "./engine";
import { CHARTS, Happened, type ChartTab } from "./happened";
import { capital, count, day, number, words } from "./format";
import { ask } from "./measuring";
import { Modal } from "./modal";
import { Tabs } from "./tabs";
import { portfolioFromToml } from "./toml";

/** So many changes are shown, and so many notes. */
const SHOWN = 40;

interface Props {
  /** The export, where one was dropped on the page. */
  readonly file: File | undefined;
  readonly close: () => void;
}

type Reading = Omit<MeasureOptions, "progress" | "portfolio">;

const FIGURES = "Figures";
const TABS = [FIGURES, ...(Object.keys(CHARTS) as ChartTab[])] as const;

type State =
  | { readonly kind: "choosing" }
  | { readonly kind: "measuring"; readonly share: number }
  | {
      readonly kind: "measured";
      readonly answer: Measurement;
      readonly milliseconds: number;
      /** What was measured, and how it was read: charts are drawn from it. */
      readonly file: File;
      readonly options: Reading;
    }
  | { readonly kind: "refused"; readonly sentences: readonly string[] };

export function Measure({ file: dropped, close }: Props) {
  const { open, store, say } = usePage();
  const [file, setFile] = useState(dropped);
  const [state, setState] = useState<State>({ kind: dropped === undefined ? "choosing" : "measuring", share: 0 });
  const [zone, setZone] = useState(Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [asked, askAgain] = useState(0);
  const [tab, setTab] = useState<(typeof TABS)[number]>(FIGURES);
  const reading = ({ name }: File) => ({ name, time_zone: zone, from: from || null, to: to || null });
  useEffect(() => {
    if (file === undefined) return undefined;
    const stop = new AbortController();
    setState({ kind: "measuring", share: 0 });
    file
      .arrayBuffer()
      .then((bytes) =>
        ask<Measurement>(
          {
            kind: "measure",
            portfolio: JSON.stringify(open.portfolio),
            options: reading(file),
            bytes,
          },
          stop.signal,
          (share) => setState({ kind: "measuring", share }),
        ),
      )
      .then(
        ({ answer, milliseconds }) =>
          setState({ kind: "measured", answer, milliseconds, file, options: reading(file) }),
        (error: Error) => {
          if (stop.signal.aborted) return;
          setState({
            kind: "refused",
            sentences:
              error instanceof Refusal
                ? error.problems.map(({ message, help }) => `${capital(message)}: ${help}.`)
                : [error.message],
          });
        },
      );
    return () => stop.abort();
  }, [file, asked]);

  const choose = (
    <label class="drop">
      <b>Choose an export of incidents</b>
      <small>
        CSV or JSON lines, from ServiceNow, PagerDuty, Jira, GitHub or a table of your own; or drop it here. Nothing
        leaves this browser.
      </small>
      <input
        type="file"
        accept=".csv,.tsv,.txt,.json,.jsonl,.ndjson"
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0];
          if (chosen !== undefined) setFile(chosen);
        }}
      />
    </label>
  );
  const take = (answer: Measurement) => {
    if (answer.portfolio_text === undefined) return;
    store.change({ portfolio: portfolioFromToml(answer.portfolio_text) });
    close();
    const taken = answer.written?.values.length ?? 0;
    say(
      `${count(taken)} ${taken === 1 ? "estimate" : "estimates"} from ${answer.source.name} taken into the case. Undo brings the former ones back`,
    );
  };
  return (
    <Modal titled="measure-title" look="measure" close={close}>
      <div
        class="measure-body"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          const found = event.dataTransfer?.files[0];
          if (found === undefined) return;
          event.preventDefault();
          event.stopPropagation();
          setFile(found);
        }}
      >
        <h2 id="measure-title">
          {file === undefined ? (
            "Measure what happened"
          ) : (
            <>
              What happened: <bdi>{file.name}</bdi>
            </>
          )}
        </h2>
        {state.kind === "choosing" && choose}
        {state.kind === "measuring" && (
          <>
            <p aria-busy="true">
              Measuring … <progress aria-label="Measuring" value={state.share} max={1} />{" "}
              {Math.floor(state.share * 100)} %
            </p>
            <div class="row">
              <button type="button" onClick={close}>
                Cancel
              </button>
            </div>
          </>
        )}
        {state.kind === "refused" && (
          <>
            <div class="notice" role="alert">
              <ul>
                {state.sentences.slice(0, 5).map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </div>
            {choose}
          </>
        )}
        {state.kind === "measured" && (
          <>
            <Tabs label="What happened" names={TABS} shown={tab} show={setTab} id="happened" />
            <div role="tabpanel" id="happened-panel" aria-labelledby={`happened-${tab}`}>
              {tab === FIGURES ? (
                <Figures answer={state.answer} milliseconds={state.milliseconds} />
              ) : (
                <Happened key={tab} tab={tab} answer={state.answer} file={state.file} options={state.options} />
              )}
            </div>
          </>
        )}
        {file !== undefined && (
          <form
            class="row period"
            onSubmit={(event) => {
              event.preventDefault();
              askAgain(asked + 1);
            }}
          >
            <label>
              Time zone of its dates{" "}
              <input value={zone} size={16} onInput={(event) => setZone(event.currentTarget.value)} />
            </label>
            <label>
              From <input type="date" value={from} onInput={(event) => setFrom(event.currentTarget.value)} />
            </label>
            <label>
              To <input type="date" value={to} onInput={(event) => setTo(event.currentTarget.value)} />
            </label>
            <button type="submit">Measure again</button>
          </form>
        )}
        {state.kind === "measured" && <Changes answer={state.answer} take={() => take(state.answer)} close={close} />}
      </div>
    </Modal>
  );
}

const range = (found: Interval | null, show: (value: number) => string) =>
  found === null ? (
    "not known"
  ) : (
    <>
      {show(found.estimate)}
      {found.low !== null && (
        <small>
          {" "}
          {show(found.low)} to {found.high === null ? "more" : show(found.high)}
        </small>
      )}
    </>
  );
const plain = (value: number) => number(String(value), value < 10 ? 1 : 0);
const share = (value: number) => `${number(String(value * 100), 0)} %`;
const length = (seconds: number) =>
  seconds < 5400 ? `${number(String(seconds / 60), 0)} min` : `${number(String(seconds / 3600), 1)} h`;
const median = (lengths: Lengths | null) => range(lengths?.median ?? null, length);

function Figures({ answer, milliseconds }: { readonly answer: Measurement; readonly milliseconds: number }) {
  const { source, period, all, services } = answer;
  const rejected = source.rejected.reduce((sum, one) => sum + one.count, 0);
  return (
    <>
      <p class="lead">
        {count(all.incidents)} incidents of {count(services.filter(({ incidents }) => incidents > 0).length)} services,
        from {day(period.from)} to {day(period.to)}: {range(all.per_year, plain)} a year.{" "}
        {all.open > 0 && `${count(all.open)} are still open. `}
      </p>
      <div class="wide" tabIndex={0} role="region" aria-label="What happened, service by service">
        <table class="measured-services">
          <thead>
            <tr>
              <th scope="col">Service</th>
              <th scope="col" class="n">
                Incidents
              </th>
              <th scope="col" class="n">
                A year
              </th>
              <th scope="col" class="n">
                Restored in, median
              </th>
              <th scope="col" class="n">
                Taken up in, median
              </th>
              <th scope="col" class="n">
                Out of hours
              </th>
            </tr>
          </thead>
          <tbody>
            {services.slice(0, SHOWN).map((one) => (
              <tr key={one.name ?? ""}>
                <th scope="row">
                  <bdi>{one.name ?? "without a service"}</bdi>
                </th>
                <td class="n">{count(one.incidents)}</td>
                <td class="n">{range(one.per_year, plain)}</td>
                <td class="n">{median(one.time_to_restore)}</td>
                <td class="n">{median(one.time_to_acknowledge)}</td>
                <td class="n">{range(one.out_of_hours, share)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {services.length > SHOWN && <p class="hint">and {count(services.length - SHOWN)} more services.</p>}
      <p class="hint">
        {count(source.rows)} rows, read as {source.mapping}, in {number(String(milliseconds / 1000), 2)} s
        {rejected > 0 && `; ${count(rejected)} were left out`}. Small figures are intervals of 90 %.
      </p>
      {answer.assumed.length > 0 && (
        <details>
          <summary>{count(answer.assumed.length)} assumed</summary>
          <ul>
            {answer.assumed.map((one) => (
              <li key={one}>{capital(one)}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Changes({
  answer,
  take,
  close,
}: {
  readonly answer: Measurement;
  readonly take: () => void;
  readonly close: () => void;
}) {
  const written = answer.written;
  if (written === undefined) return null;
  return (
    <>
      {written.values.length > 0 && (
        <div class="wide" tabIndex={0} role="region" aria-label="Estimates that follow">
          <table>
            <caption>Estimates that follow</caption>
            <thead>
              <tr>
                <th scope="col">Input</th>
                <th scope="col">In the case</th>
                <th scope="col">Measured</th>
              </tr>
            </thead>
            <tbody>
              {written.values.slice(0, SHOWN).map((one) => (
                <tr key={one.path}>
                  <th scope="row">
                    <Input path={one.path} />
                  </th>
                  <td>
                    <code>{one.before ?? "not given"}</code>
                  </td>
                  <td>
                    <code>{one.after}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {written.not_written.length > 0 && (
        <details>
          <summary>{count(written.not_written.length)} not taken</summary>
          <ul>
            {written.not_written.map((one) => (
              <li key={one}>{capital(one)}</li>
            ))}
          </ul>
        </details>
      )}
      <div class="row">
        <button type="button" class="main" disabled={written.values.length === 0} onClick={take}>
          {written.values.length === 0
            ? "No estimate follows"
            : `Take ${count(written.values.length)} ${written.values.length === 1 ? "estimate" : "estimates"} into the case`}
        </button>
        <button type="button" onClick={close}>
          Close
        </button>
      </div>
    </>
  );
}

/** An input in words: its path has names in place of numbers. */
function Input({ path }: { readonly path: string }) {
  const [table = "", ...rest] = path.split(".");
  const key = rest.at(-1) ?? "";
  const name = rest.slice(0, -1).join(".");
  return (
    <>
      {capital(words(key))}{" "}
      <small>
        {table === "services" ? "of " : `${words(table)}, `}
        <bdi>{name}</bdi>
      </small>
    </>
  );
}
