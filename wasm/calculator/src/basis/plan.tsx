// The transition plan, month by month and wave by wave.

import { useMemo } from "preact/hooks";

import type { Costs, Schedules } from "../answers";
import { usePage } from "../context";
import { Assumptions } from "../explain";
import { count, negative, number, size } from "../format";
import { changed, type Portfolio } from "../portfolio";
import type { View } from "../live";
import { Answered, Exact, Facts, Groups, Lines, Sheet, useAnswer } from "./parts";

export function PlanBasis() {
  const { view } = usePage();
  const { plan } = view;
  return (
    <>
      <h2 id="explain-title">The plan and staying, month by month</h2>
      <p>
        A month costs a twelfth of the year's cost and loss of whoever runs what in it, and what the wave that starts
        with it pays once; discounted. It breaks even in the first month by whose end the plan has cost no more than
        staying. Month 1 is the first. What Ops Run It took to set up counts as paid already, other than in the headline
        and the strategies.
      </p>
      {plan !== undefined && (
        <>
          <Facts
            facts={[
              [
                "Breaks even by the end of month",
                plan.break_even_month === null
                  ? plan.waves.length === 0
                    ? "nothing changes over"
                    : plan.partial
                      ? "cannot be told from what is estimated"
                      : "never within the horizon"
                  : count(plan.break_even_month),
              ],
              [
                negative(plan.more_than_staying) ? "Less than staying" : "More than staying",
                <Exact amount={size(plan.more_than_staying)} />,
              ],
            ]}
          />
          <Sheet
            label="Months of the plan"
            heads={["Month", "In the month", "Plan so far", "Staying so far", "More than staying"]}
            rows={plan.months.map((one) => [
              count(one.month + 1),
              <Exact amount={one.cost} />,
              <Exact amount={one.cumulative} />,
              <Exact amount={one.staying} />,
              <Exact amount={one.difference} />,
            ])}
          />
        </>
      )}
      <Assumptions of={plan?.assumptions} />
    </>
  );
}

/** The portfolio once a wave has changed over: who has not yet is still run by operations. */
function after(view: View, of: Portfolio, wave: number): Portfolio {
  const moved = new Set(
    view.plan?.waves.slice(0, wave + 1).flatMap(({ teams }) => teams.flatMap(({ services }) => services)),
  );
  return (view.recommendation?.services ?? []).reduce(
    (portfolio, { name, operating_model }, index) =>
      // A model that is given stays: it is as it was before the plan.
      of.services[index]?.["operating_model"] === undefined
        ? changed(portfolio, ["services", index, "operating_model"], moved.has(name) ? operating_model : "ops-run-it")
        : portfolio,
    of,
  );
}

export function WaveBasis({
  wave: index,
  part,
}: {
  readonly wave: number;
  readonly part: "one-off" | "per-year" | "schedules";
}) {
  const { view, open } = usePage();
  const wave = view.plan?.waves[index];
  const of = view.of ?? open.portfolio;
  const then = useMemo(() => after(view, of, index), []);
  if (wave === undefined) return <h2 id="explain-title">There is no such wave any more</h2>;
  const name = wave.quarter === 0 ? "Pilot" : `Quarter ${wave.quarter}`;
  return (
    <>
      <h2 id="explain-title">
        <bdi>{name}</bdi>:{" "}
        {part === "one-off"
          ? "what is paid once"
          : part === "per-year"
            ? "cost and loss a year from then on"
            : "schedules of product teams from then on"}
      </h2>
      {part === "one-off" ? (
        <OneOff wave={wave} of={of} />
      ) : part === "per-year" ? (
        <PerYear amount={wave.per_year} then={then} />
      ) : (
        <FromThenOn count={wave.product_team_schedules} then={then} />
      )}
      <Assumptions of={view.plan?.assumptions} />
    </>
  );
}

type Wave = NonNullable<View["plan"]>["waves"][number];

function OneOff({ wave, of }: { readonly wave: Wave; readonly of: Portfolio }) {
  const ledger = useAnswer<Costs>(
    "costs",
    of,
    { by: [] },
    { services: wave.teams.flatMap(({ services }) => services), types: ["setup", "transition"] },
  );
  return (
    <>
      <p>
        Setup and transition of the services that change over, at the start of month {count(wave.month + 1)}. Teams go
        in the order of their net benefit.
      </p>
      <Sheet
        label="Teams of the wave"
        heads={["Team", "Services", "Net benefit", "Paid once"]}
        text={2}
        rows={wave.teams.map((team) => [
          team.name,
          team.services.join(", "),
          <Exact amount={team.net_benefit} />,
          <Exact amount={team.one_off} />,
        ])}
        together={["", <Exact amount={wave.one_off} />]}
      />
      <Answered answer={ledger}>
        {({ line_items }) => (
          <Lines label="Lines of setup and transition" items={line_items} together={wave.one_off} ofServices />
        )}
      </Answered>
    </>
  );
}

function PerYear({ amount, then }: { readonly amount: string; readonly then: Portfolio }) {
  const ledger = useAnswer<Costs>("costs", then, { by: ["cost_type", "code"], line_items: false });
  return (
    <>
      <p>
        What everything costs and loses in a year from then on, not discounted: the ledger of the portfolio in which
        these teams and those before have changed over, and operations run the others.
      </p>
      <Answered answer={ledger}>
        {(costs) => (
          <>
            <Facts
              facts={[
                ["Paid a year", <Exact amount={costs.premium.per_year} />],
                ["Lost a year", <Exact amount={costs.loss.per_year} />],
              ]}
            />
            <Groups
              label="Ledger from then on"
              groups={costs.groups.filter(({ cost_type }) => cost_type !== "setup" && cost_type !== "transition")}
              years={costs.horizon_years}
              columns={["per_year"]}
              together={{ per_year: amount }}
            />
          </>
        )}
      </Answered>
    </>
  );
}

function FromThenOn({ count: schedules, then }: { readonly count: number; readonly then: Portfolio }) {
  const answer = useAnswer<Schedules>("schedules", then, {});
  return (
    <>
      <p>
        {count(schedules)} out of hours, counted from the schedules of the portfolio in which these teams and those
        before have changed over, and operations run the others. Those that only peaks need are left aside.
      </p>
      <Answered answer={answer}>
        {(found) => (
          <Sheet
            label="Schedules from then on"
            heads={["Schedule", "Standby a year", "At once", "Days a year"]}
            rows={found.schedules.map((one) => [
              <>
                <bdi>{one.name}</bdi>
                <small>{one.services.join(", ")}</small>
              </>,
              <Exact amount={one.standby_cost_per_year} />,
              count(one.people_on_call),
              number(one.days_per_year),
            ])}
            together={[<Exact amount={found.standby.cost_per_year} />, "", ""]}
          />
        )}
      </Answered>
    </>
  );
}
