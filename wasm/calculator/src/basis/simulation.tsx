// What was counted in the trials of a simulation.

import type { Risk, Spread } from "whorunsit";

import type { Simulation } from "../answers";
import { Assumptions, type Explained } from "../explain";
import { count, number, yearsOf } from "../format";
import { Exact, Facts, Sheet } from "./parts";

const CHOICES = { hybrid_at_scale: "Recommended", all_ops_run_it: "All Ops Run It" } as const;
const PARTS = {
  cost_over_horizon: "paid and lost over the horizon",
  year_loss: "lost in a year of incidents",
  worst_incident: "the worst incident of a year",
} as const;

const spread = (of: Spread) =>
  [
    ...(of.exact_mean === null ? [] : [["Mean, by its formula", <Exact amount={of.exact_mean} />] as const]),
    ["Mean of the trials", <Exact amount={of.mean} />],
    ...(of.mean_beyond_trials_percent === null
      ? []
      : [
          [
            "Share of the mean that rests on draws rarer than one in all the trials",
            `${number(of.mean_beyond_trials_percent, 2)} %`,
          ] as const,
        ]),
    [
      "Standard error of that mean: two times in three the true mean is no further away",
      <Exact amount={of.standard_error} />,
    ],
    ["Standard deviation of one trial", <Exact amount={of.standard_deviation} />],
    ["One trial in twenty is below", <Exact amount={of.p5} />],
    ["Half of the trials are below", <Exact amount={of.p50} />],
    ["One trial in twenty is above", <Exact amount={of.p95} />],
  ] as const;

const tail = (of: Risk) =>
  [
    ["One trial in twenty is worse than (value at risk, 95 %)", <Exact amount={of.value_at_risk_95} />],
    ["Mean of the worst twentieth", <Exact amount={of.conditional_value_at_risk_95} />],
    ["One trial in a hundred is worse than (value at risk, 99 %)", <Exact amount={of.value_at_risk_99} />],
    ["Mean of the worst hundredth", <Exact amount={of.conditional_value_at_risk_99} />],
  ] as const;

export function SimulatedBasis({ simulation, choice, part }: Extract<Explained, { kind: "simulated" }>) {
  const found = simulation.portfolio[choice][part];
  return (
    <>
      <h2 id="explain-title">
        {CHOICES[choice]}: {PARTS[part]}
      </h2>
      <Counted simulation={simulation} />
      {found === null ? (
        <p>Not estimated: an input is missing.</p>
      ) : (
        <Facts facts={"spread" in found ? [...spread(found.spread), ...tail(found)] : spread(found)} />
      )}
      {found !== null && "exceedance" in found && found.exceedance.length > 0 && (
        <>
          <h3>How likely more is lost</h3>
          <Sheet
            label="How likely more is lost"
            heads={["Share of the trials", "More than"]}
            rows={found.exceedance.map((point) => [`${number(point.percent, 4)} %`, <Exact amount={point.loss} />])}
          />
        </>
      )}
      <Assumptions of={simulation.assumptions} />
    </>
  );
}

function Counted({ simulation }: { readonly simulation: Simulation }) {
  return (
    <p>
      Counted in {count(simulation.trials)} trials of {yearsOf(simulation.horizon_years)} with seed {simulation.seed},
      drawn from the estimates of the portfolio; a single value is the same in every trial. Both choices face the same
      incidents. The same input and seed give the same figures everywhere.
      {simulation.precision_percent !== null &&
        ` The standard error of the recommendation's mean loss of a year is ${number(simulation.precision_percent, 2)} % of it.`}
    </p>
  );
}

export function DifferenceBasis({ simulation, service }: Extract<Explained, { kind: "simulated-difference" }>) {
  const one = service === undefined ? undefined : simulation.services.find(({ name }) => name === service);
  const { portfolio } = simulation;
  const { difference, tied_percent: tied } = one ?? portfolio;
  const percent = one === undefined ? portfolio.cheaper_percent : one.you_build_it_cheaper_percent;
  const interval = one === undefined ? portfolio.cheaper_interval : one.you_build_it_cheaper_interval;
  return (
    <>
      <h2 id="explain-title">
        {one === undefined
          ? "What is recommended less All Ops Run It"
          : `${one.name}: You Build It You Run It less Ops Run It`}
      </h2>
      <Counted simulation={simulation} />
      <p>
        Paid and lost over the horizon; below zero{" "}
        {one === undefined ? "what is recommended" : "You Build It You Run It"} is cheaper. The share is that of the
        trials in which it is; where that is none or all of them, half a trial is put to the other side.
      </p>
      {difference === null || percent === null || interval === null || tied === null ? (
        <p>Not estimated: an input is missing.</p>
      ) : (
        <Facts
          facts={[
            ["Share of the trials", `${number(percent, 6)} %`],
            ["95 % interval", `${number(interval.at_least_percent, 2)} to ${number(interval.at_most_percent, 2)} %`],
            ["Share of the trials in which both cost the same", `${number(tied, 6)} %`],
            ...spread(difference),
          ]}
        />
      )}
      <Assumptions of={simulation.assumptions} />
    </>
  );
}

export function ExceedanceBasis({ simulation }: { readonly simulation: Simulation }) {
  return (
    <>
      <h2 id="explain-title">How likely a year loses more than an amount</h2>
      <Counted simulation={simulation} />
      {(["hybrid_at_scale", "all_ops_run_it"] as const).map((choice) => (
        <div key={choice}>
          <h3>{CHOICES[choice]}</h3>
          <Sheet
            label={CHOICES[choice]}
            heads={["Share of the years", "Lose more than"]}
            rows={(simulation.portfolio[choice].year_loss?.exceedance ?? []).map((point) => [
              `${number(point.percent, 4)} %`,
              <Exact amount={point.loss} />,
            ])}
          />
        </div>
      ))}
      <Assumptions of={simulation.assumptions} />
    </>
  );
}
