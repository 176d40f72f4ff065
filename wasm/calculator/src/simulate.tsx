// The simulation, in a worker of its own: progress, cancelling, and starting again after a crash.

import { useEffect, useRef, useState } from "preact/hooks";

import type { Simulated, Simulation } from "./answers";
import { InCurrency, usePage } from "./context";
import { LineChart } from "./chart";
import { Cancelled, Crashed, Engine, Refusal } from "./engine";
import { Assumptions, Findings, type Explained } from "./explain";
import { Amount, Figure } from "./figure";
import { capital, count, likely, number, zero } from "./format";
import { FindOutNext } from "./find-out";
import type { Lab } from "./lab";
import type { Portfolio } from "./portfolio";

export interface Simulated1 {
  readonly of: Portfolio;
  /** In which opening of a case. */
  readonly opened: number;
  readonly answer: Simulation;
  readonly milliseconds: number;
}

interface Props {
  readonly lab: Lab;
  readonly done: Simulated1 | undefined;
  readonly show: (result: Simulated1) => void;
  /** Whether the page simulates by itself just now. */
  readonly waiting: boolean;
  /** Whether it is looked at; a simulation goes on all the same. */
  readonly shown: boolean;
}

export function Simulate({ lab: own, done, show, waiting, shown }: Props) {
  const page = usePage();
  const { open, store, view } = page;
  const lab = useRef<Engine | undefined>(undefined);
  const [started, setStarted] = useState<number>();
  const [now, setNow] = useState(0);
  const [share, setShare] = useState(0);
  const [problem, setProblem] = useState<string>();
  /** How many simulations that were asked for have ended. */
  const [asked, ended] = useState(0);
  lab.current ??= new Engine((message) =>
    page.say(
      `The simulation's worker stopped (${message}). It was started again; nothing of your case is lost`,
      "error",
    ),
  );

  useEffect(() => {
    if (started === undefined) return undefined;
    const timer = setInterval(() => setNow(performance.now()), 100);
    return () => clearInterval(timer);
  }, [started]);

  // Another case was opened: nobody waits for this one any more.
  useEffect(() => {
    if (started !== undefined) lab.current?.cancel();
  }, [store.opened]);

  const run = async () => {
    const engine = lab.current;
    if (engine === undefined) return;
    const of = open.portfolio;
    const { opened } = store;
    const at = performance.now();
    setProblem(undefined);
    setShare(0);
    engine.progress = (done, total) => setShare(done / total);
    setNow(at);
    setStarted(at);
    try {
      // Options go as text: whether they make sense is for the core to say.
      const answer = await engine.ask<Simulation>("simulate", JSON.stringify(of), {
        places: false,
        trials: open.trials,
        seed: open.seed,
      });
      show({ of, opened, answer, milliseconds: engine.lastMilliseconds });
      page.say(`Simulated ${count(answer.trials)} trials`);
    } catch (error) {
      if (error instanceof Cancelled) {
        if (store.opened === opened) page.say("The simulation was cancelled");
      } else if (error instanceof Refusal)
        setProblem(
          error.problems
            .slice(0, 3)
            .map(({ message, help }) => `${capital(message)}: ${help}.`)
            .join(" "),
        );
      else if (!(error instanceof Crashed)) throw error;
    } finally {
      setStarted(undefined);
      ended((count) => count + 1);
    }
  };

  const running = started !== undefined;
  return (
    <>
      <form
        class="row"
        data-asked={asked}
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <label>
          Trials{" "}
          <input
            value={open.trials}
            size={9}
            inputMode="numeric"
            aria-invalid={problem !== undefined}
            {...(problem === undefined ? {} : { "aria-describedby": "simulate-problem" })}
            onInput={(event) => store.change({ trials: event.currentTarget.value }, "trials")}
          />
        </label>
        <label>
          Seed{" "}
          <input
            value={open.seed}
            size={9}
            inputMode="numeric"
            onInput={(event) => store.change({ seed: event.currentTarget.value }, "seed")}
          />
        </label>
        <button type="submit" class="main" disabled={running || view.problems.length > 0}>
          Simulate
        </button>
        <button type="button" disabled={!running} onClick={() => lab.current?.cancel()}>
          Cancel
        </button>
        {running && (
          <span class="progress">
            <progress aria-label="Simulating" value={share} max={1} /> {Math.floor(share * 100)} %{" "}
            <span>{number(String((now - started) / 1000), 1)} s</span>
          </span>
        )}
      </form>
      {problem !== undefined && (
        <p class="problem" id="simulate-problem" role="alert">
          {problem}
        </p>
      )}
      {waiting && !running && (
        <p class="hint" aria-busy="true">
          It is being simulated with what the case says now …
        </p>
      )}
      {!shown ? null : done === undefined ? (
        <p class="hint">
          Both models face the same thousands of possible years, drawn from your estimates. The page simulates by
          itself; ask for more trials, or another seed, here. The same seed gives the same figures, to the last digit,
          here and on the command line.
        </p>
      ) : (
        <InCurrency currency={done.answer.currency}>
          <Result done={done} stale={done.of !== open.portfolio} />
        </InCurrency>
      )}
      {shown && (
        <section class="find-out" aria-label="What to find out next">
          <FindOutNext lab={own} />
        </section>
      )}
      {shown && <Worthwhile />}
    </>
  );
}

/** So many inputs are named that it is worth to know better. */
const MOST_WORTH = 5;

/** The uncertain inputs that move the difference between the models most, service by service. */
function Worthwhile() {
  const { view, goTo } = usePage();
  const { sensitivity, recommendation } = view;
  if (sensitivity == null || recommendation === undefined) return null;
  const all = sensitivity.services
    .flatMap(({ name, tornado, evppi }) =>
      tornado.map((swing) => ({ name, swing, worth: evppi.find(({ input }) => input === swing.input)?.worth })),
    )
    .filter(({ swing }) => !zero(swing.swing))
    .toSorted((a, b) => Number(b.swing.swing) - Number(a.swing.swing))
    .slice(0, MOST_WORTH);
  if (all.length === 0) return null;
  const most = Number(all[0]?.swing.swing ?? 1);
  return (
    <section class="worthwhile" aria-label="What moves the difference most">
      <h3>What moves the difference most</h3>
      <div class="wide" tabIndex={0} role="region" aria-label="Inputs that are worth knowing better">
        <table class="stacked">
          <thead>
            <tr>
              <th scope="col">Input</th>
              <th scope="col">Moves the difference between the models by</th>
              <th scope="col" class="n">
                Knowing it is worth at most
              </th>
              <th scope="col">
                <span class="sr">Field</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {all.map(({ name, swing, worth }) => (
              <tr key={`${name} ${swing.input}`}>
                <th scope="row">
                  {capital(swing.words)}{" "}
                  <small>
                    of <bdi>{name}</bdi>
                  </small>
                </th>
                <td data-head="Moves the difference by" class="measured">
                  <i style={{ width: `calc((100% - 90px) * ${Number(swing.swing) / most})` }} />
                  <Amount
                    look="short"
                    value={swing.swing}
                    of={`How far ${swing.words} of ${name} moves the difference`}
                    explain={{ kind: "swing", service: name, swing }}
                  />
                </td>
                <td data-head="Knowing it is worth at most" class="n">
                  <Amount
                    look="short"
                    value={worth ?? null}
                    of={`What knowing ${swing.words} of ${name} is worth`}
                    explain={{ kind: "swing", service: name, swing }}
                  />
                </td>
                <td>
                  <button
                    type="button"
                    class="link"
                    onClick={() =>
                      goTo(["services", recommendation.services.findIndex((one) => one.name === name), swing.input])
                    }
                    aria-label={`Go to it in the table: ${swing.words} of ${name}`}
                  >
                    Go to it
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

type Asked = Extract<Explained, { kind: "simulated" }>;
type Part = Asked["part"];
type Choice = Asked["choice"];

function Result({ done, stale }: { readonly done: Simulated1; readonly stale: boolean }) {
  const { answer } = done;
  const { portfolio } = answer;
  const rows: readonly (readonly [string, Part, (of: Simulated) => string | undefined])[] = [
    [
      "Paid and lost over the horizon, mean",
      "cost_over_horizon",
      (of) => of.cost_over_horizon?.exact_mean ?? of.cost_over_horizon?.mean,
    ],
    ["Lost in a year, mean", "year_loss", (of) => of.year_loss?.spread.exact_mean ?? of.year_loss?.spread.mean],
    ["Lost in a year, one in twenty is worse", "year_loss", (of) => of.year_loss?.value_at_risk_95],
    ["Mean of the worst twentieth", "year_loss", (of) => of.year_loss?.conditional_value_at_risk_95],
    ["Lost in a year, one in a hundred is worse", "year_loss", (of) => of.year_loss?.value_at_risk_99],
    ["Worst incident of a year, mean", "worst_incident", (of) => of.worst_incident?.spread.mean],
  ];
  const cell = (name: string, part: Part, choice: Choice, take: (of: Simulated) => string | undefined) => {
    const value = take(portfolio[choice]);
    if (value === undefined) return <td class="n">not estimated</td>;
    return (
      <td class="n">
        <Amount
          look="short"
          value={value}
          of={`${name}, ${choice === "hybrid_at_scale" ? "recommended" : "All Ops Run It"}`}
          explain={{ kind: "simulated", simulation: answer, choice, part }}
        />
      </td>
    );
  };
  const cheaper =
    portfolio.tied_percent === "100"
      ? "the same"
      : portfolio.cheaper_percent === null
        ? "not estimated"
        : `${likely(portfolio.cheaper_percent)} of the trials`;
  const exceedance = (of: Simulated) =>
    (of.year_loss?.exceedance ?? [])
      .map((point) => [Number(point.loss), Number(point.percent)] as const)
      .toSorted((a, b) => a[0] - b[0]);
  /** A name stays as it is given. */
  const named = (sentence: string) => answer.services.some(({ name }) => sentence.startsWith(`${name}:`));
  return (
    <div class={stale ? "stale" : ""}>
      {stale && (
        <p class="notice">These are the figures of the case before it changed, in {answer.currency}: simulate again.</p>
      )}
      <ul class="summary">
        {answer.summary.slice(0, 12).map((sentence, index) => (
          <li key={index}>{named(sentence) ? sentence : capital(sentence)}</li>
        ))}
      </ul>
      {answer.summary.length > 12 && <p class="hint">{answer.summary.at(-1)}</p>}
      <div class="wide" tabIndex={0} role="region" aria-label="Results of the simulation">
        <table>
          <thead>
            <tr>
              <td></td>
              <th scope="col" class="n">
                Recommended
              </th>
              <th scope="col" class="n">
                All Ops Run It
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, part, take]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {cell(name, part, "hybrid_at_scale", take)}
                {cell(name, part, "all_ops_run_it", take)}
              </tr>
            ))}
            <tr>
              <th scope="row">Cheaper in</th>
              <td class="n said">
                <Figure
                  of="Cheaper in"
                  exact={portfolio.cheaper_percent ?? undefined}
                  explain={{ kind: "simulated-difference", simulation: answer }}
                >
                  {cheaper}
                </Figure>
              </td>
              <td></td>
            </tr>
          </tbody>
        </table>
      </div>
      <h3>How likely a year loses at least so much</h3>
      <LineChart
        title="Probability that a year of incidents loses at least an amount"
        currency={answer.currency}
        explain={{ kind: "exceedance", simulation: answer }}
        money="x"
        across="Lost in a year"
        up="Probability"
        lines={[
          { name: "Recommended", look: "one", points: exceedance(portfolio.hybrid_at_scale) },
          { name: "All Ops Run It", look: "two", points: exceedance(portfolio.all_ops_run_it) },
        ]}
      />
      <Findings findings={answer.findings} />
      <Assumptions of={answer.assumptions} />
    </div>
  );
}
