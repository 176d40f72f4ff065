// The portfolio as a whole: strategies side by side, who is on call, the plan.

import type { Comparison, TransitionPlan } from "./answers";
import { usePage } from "./context";
import { LineChart } from "./chart";
import { Assumptions, Findings } from "./explain";
import { Amount, Figure, Years } from "./figure";
import { count, day, lacks, negative, number, ruleName, size, STRATEGY_NAMES, words, zero } from "./format";
import { later } from "./later";
import { Variants } from "./variants";

const Split = later(() => import("./money").then((found) => found.Split));

/** In the place of figures that are not there: they are on their way, or there is nothing to work out. */
function NotYet() {
  const { open } = usePage();
  return open.portfolio.services.length === 0 ? (
    <p class="hint">There is no service yet.</p>
  ) : (
    <p aria-busy="true">Being worked out …</p>
  );
}

export function Strategies() {
  const { view } = usePage();
  const { comparison } = view;
  if (comparison === undefined) return <NotYet />;
  const price = comparison.policy_price;
  const ours = comparison.strategies.find(({ strategy }) => strategy === "hybrid-at-scale");
  const partial = (one: Comparison["strategies"][number]) => lacks(one) || (ours !== undefined && lacks(ours));
  // Of which nothing is estimated, nothing can be taken away.
  const unknown = (one: Comparison["strategies"][number] | undefined) =>
    one !== undefined && lacks(one) && zero(one.over_horizon);
  /** Of which nothing is estimated there is no line, nor one at zero. */
  const byMonth = (one: Comparison["strategies"][number] | undefined, key: "hybrid_at_scale" | "all_ops_run_it") =>
    unknown(one) ? [] : comparison.cash_flow.map((point) => [point.month, Number(point[key])] as const);
  return (
    <>
      <div class="wide" tabIndex={0} role="region" aria-label="Strategies">
        <table class="stacked">
          <thead>
            <tr>
              <th scope="col">Strategy</th>
              <th scope="col">Run by teams / operations</th>
              <th scope="col" class="n">
                People on call
              </th>
              <th scope="col" class="n">
                Standby a year
              </th>
              <th scope="col" class="n">
                Targets missed
              </th>
              <th scope="col" class="n">
                Paid
              </th>
              <th scope="col" class="n">
                Lost
              </th>
              <th scope="col" class="n">
                Both, over <Years />
              </th>
              <th scope="col" class="n">
                More than recommended
              </th>
            </tr>
          </thead>
          <tbody>
            {comparison.strategies.map((one) => (
              <tr key={one.strategy} class={one.strategy === "hybrid-at-scale" ? "selected" : ""}>
                <th scope="row">{STRATEGY_NAMES[one.strategy]}</th>
                <td data-head="Run by teams / operations">
                  <Figure
                    of={`Run by teams / operations, ${STRATEGY_NAMES[one.strategy]}`}
                    explain={{ kind: "strategy", strategy: one.strategy, part: "runs" }}
                  >{`${one.you_build_it_you_run_it} / ${one.ops_run_it}`}</Figure>
                </td>
                <td data-head="People on call" class="n">
                  <Figure
                    of={`People on call, ${STRATEGY_NAMES[one.strategy]}`}
                    explain={{ kind: "strategy", strategy: one.strategy, part: "people" }}
                  >
                    {one.people_on_call}
                  </Figure>
                </td>
                <td data-head="Standby a year" class="n">
                  <Amount
                    value={one.standby_per_year}
                    of={`Standby a year, ${STRATEGY_NAMES[one.strategy]}`}
                    explain={{ kind: "strategy", strategy: one.strategy, part: "standby" }}
                  />
                </td>
                <td data-head="Targets missed" class="n">
                  <Figure
                    of={`Targets missed, ${STRATEGY_NAMES[one.strategy]}`}
                    explain={{ kind: "strategy", strategy: one.strategy, part: "missed" }}
                  >
                    {one.targets_missed ?? "?"}
                  </Figure>
                </td>
                <td data-head="Paid" class="n">
                  <Amount
                    value={one.premium.over_horizon}
                    of={`Paid, ${STRATEGY_NAMES[one.strategy]}`}
                    partial={one.premium.partial}
                    explain={{ kind: "strategy", strategy: one.strategy, part: "premium" }}
                  />
                </td>
                <td data-head="Lost" class="n">
                  <Amount
                    value={one.loss.over_horizon}
                    of={`Lost, ${STRATEGY_NAMES[one.strategy]}`}
                    partial={one.loss.partial}
                    explain={{ kind: "strategy", strategy: one.strategy, part: "loss" }}
                  />
                </td>
                <td data-head="Both" class="n">
                  <Amount
                    value={one.over_horizon}
                    of={`Paid and lost, ${STRATEGY_NAMES[one.strategy]}`}
                    partial={lacks(one)}
                    explain={{ kind: "strategy", strategy: one.strategy, part: "both" }}
                  />
                </td>
                <td data-head="More than recommended" class="n">
                  <Amount
                    value={
                      !one.same_as_recommended && (unknown(one) || unknown(ours)) ? null : one.more_than_recommended
                    }
                    of={`More than recommended, ${STRATEGY_NAMES[one.strategy]}`}
                    partial={!one.same_as_recommended && partial(one)}
                    explain={{ kind: "strategy", strategy: one.strategy, part: "more" }}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {comparison.strategies.some(lacks) && <p class="hint">* As far as it is estimated: inputs are missing.</p>}
      {price !== null && price.differences.length > 0 && (
        <>
          <h3>
            What it costs to follow the selector:{" "}
            <Amount look="short" value={price.over_horizon} of="Price of the policy" explain={{ kind: "policy" }} />{" "}
            over <Years />
          </h3>
          <ul>
            {price.differences.slice(0, 20).map((one) => (
              <li key={one.service}>
                <strong>{one.service}</strong>: {one.reason}
              </li>
            ))}
          </ul>
          {price.differences.length > 20 && <p class="hint">and {price.differences.length - 20} more</p>}
        </>
      )}
      <Variants comparison={comparison} />
      <Split />
      <h3>What it comes to by month</h3>
      <LineChart
        title="What two strategies have cost by the end of each month"
        currency={comparison.currency}
        explain={{ kind: "cash-flow" }}
        money="y"
        across="Month"
        up="Paid and lost so far"
        lines={[
          {
            name: "Recommended",
            look: "one",
            points: byMonth(ours, "hybrid_at_scale"),
          },
          {
            name: "All Ops Run It",
            look: "two",
            points: byMonth(
              comparison.strategies.find(({ strategy }) => strategy === "all-ops-run-it"),
              "all_ops_run_it",
            ),
          },
        ]}
      />
      <Findings findings={comparison.findings} />
      <Assumptions />
    </>
  );
}

export function OnCall() {
  const { view } = usePage();
  const { recommendation, schedules, comparison } = view;
  if (recommendation === undefined || schedules === undefined) return <NotYet />;
  const { on_call: on, standby } = schedules;
  const worth = new Map(comparison?.schedules.map((one) => [one.name, one.protects_per_year]));
  const many = schedules.scale.length > 1;
  const people = (of: string, value: number) => (
    <Figure of={of} explain={{ kind: "on-call" }}>
      {value}
    </Figure>
  );
  const curve = (key: "every_team" | "on_exposure" | "operations") =>
    schedules.scale
      .filter((point) => point[key].standby_cost_per_year !== null)
      .map((point) => [point.teams, Number(point[key].standby_cost_per_year)] as const);
  return (
    <>
      <p>
        Out of hours {people("People of product teams on call", on.product_team_people)}{" "}
        {on.product_team_people === 1 ? "person" : "people"} of product teams and{" "}
        {people("People of operations on call", on.operations_people)} of operations{" "}
        {on.product_team_people + on.operations_people === 1 ? "is" : "are"} on call, in{" "}
        {people("Schedules of product teams", on.product_team_schedules)} product team{" "}
        {on.product_team_schedules === 1 ? "schedule" : "schedules"}. With a schedule for each team that runs services
        there would be {people("Schedules if every team had one", on.schedules_if_every_team_had_one)}. Standby costs{" "}
        <Amount
          look="short"
          value={standby.cost_per_year}
          of="Standby a year"
          partial={standby.partial}
          explain={{ kind: "on-call" }}
        />{" "}
        a year.
      </p>
      <div class="wide" tabIndex={0} role="region" aria-label="Schedules">
        <table class="stacked">
          <thead>
            <tr>
              <th scope="col">Schedule</th>
              <th scope="col">Covers</th>
              <th scope="col">Teams</th>
              <th scope="col" class="n">
                People in turn
              </th>
              <th scope="col" class="n">
                Weeks on call, each
              </th>
              <th scope="col" class="n">
                Standby a year
              </th>
              <th scope="col" class="n">
                Protects a year
              </th>
              <th scope="col">Rota</th>
            </tr>
          </thead>
          <tbody>
            {schedules.schedules.slice(0, 100).map((one) => {
              const broken = one.rota.checks.filter(({ status }) => status === "broken");
              const rota = { kind: "schedule", name: one.name, part: "rota" } as const;
              return (
                <tr key={one.name}>
                  <th scope="row">
                    <bdi>{one.name}</bdi>
                  </th>
                  <td data-head="Covers">
                    {one.services.slice(0, 6).join(", ")}
                    {one.services.length > 6 && ` and ${one.services.length - 6} more`}
                  </td>
                  <td data-head="Teams">{one.teams.join(", ") || "operations"}</td>
                  <td data-head="People in turn" class="n">
                    <Figure of={`People in turn of ${one.name}`} explain={rota}>
                      {one.rota.participants ?? "not known"}
                    </Figure>
                  </td>
                  <td data-head="Weeks on call, each" class="n">
                    {one.rota.weeks_on_call_per_year === null ? (
                      "–"
                    ) : (
                      <Figure of={`Weeks on call of each in ${one.name}`} explain={rota}>
                        {number(one.rota.weeks_on_call_per_year, 1)}
                      </Figure>
                    )}
                  </td>
                  <td data-head="Standby a year" class="n">
                    <Amount
                      value={one.standby_cost_per_year}
                      of={`Standby of ${one.name}`}
                      explain={{ kind: "schedule", name: one.name, part: "standby" }}
                    />
                  </td>
                  <td data-head="Protects a year" class="n">
                    {worth.has(one.name) ? (
                      <Amount
                        value={worth.get(one.name)}
                        of={`Protected by ${one.name}`}
                        explain={{ kind: "schedule", name: one.name, part: "protects" }}
                      />
                    ) : (
                      "–"
                    )}
                  </td>
                  <td data-head="Rota">
                    <Figure of={`Rota of ${one.name}`} explain={rota}>
                      {broken.length === 0
                        ? "healthy, as far as it is known"
                        : broken.map(({ rule, measured }) => `${ruleName(rule)}: ${measured}`).join("; ")}
                    </Figure>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {schedules.schedules.length > 100 && (
        <p class="hint">The first 100 of {count(schedules.schedules.length)} schedules.</p>
      )}
      {many && (
        <>
          <h3>What standby comes to as teams are added</h3>
          <p class="hint">All teams of the portfolio are counted here, also those whose services operations run.</p>
          <LineChart
            title="Standby a year by number of teams, under three policies"
            currency={schedules.currency}
            explain={{ kind: "scale" }}
            money="y"
            steps
            across="Teams"
            up="Standby a year"
            lines={[
              { name: "A schedule for every team", look: "three", points: curve("every_team") },
              { name: "Schedules chosen on exposure", look: "one", points: curve("on_exposure") },
              { name: "Operations only", look: "two", points: curve("operations") },
            ]}
          />
        </>
      )}
      <Findings
        findings={[...schedules.findings, ...schedules.schedules.slice(0, 100).flatMap(({ findings }) => findings)]}
      />
    </>
  );
}

const nameOf = ({ quarter }: { readonly quarter: number }) => (quarter === 0 ? "Pilot" : `Quarter ${quarter}`);

/** Months are counted from 1, and a line stands at what it has come to by the end of each; there is none of what is not estimated. */
const byEndOf = (
  { months, partial }: TransitionPlan,
  key: "cumulative" | "staying",
): readonly (readonly [number, number])[] =>
  partial && months.every((month) => zero(month[key]))
    ? []
    : months.map((month, at) => [at + 1, Number(month[key])] as const);

export function Plan() {
  const { view } = usePage();
  const { plan } = view;
  if (plan === undefined) return <p class="hint">There is no plan for this portfolio yet.</p>;
  return (
    <>
      <Outcome plan={plan} />
      <div class="wide" tabIndex={0} role="region" aria-label="Waves">
        <table class="stacked">
          <thead>
            <tr>
              <th scope="col">Wave</th>
              <th scope="col">{plan.start == null ? "From the start of month" : "Changes over on"}</th>
              <th scope="col">Teams and services</th>
              <th scope="col" class="n">
                Paid once
              </th>
              <th scope="col" class="n">
                Schedules from then on
              </th>
              <th scope="col" class="n">
                Cost and loss a year from then on
              </th>
            </tr>
          </thead>
          <tbody>
            {plan.waves.map((wave, index) => (
              <tr key={wave.quarter}>
                <th scope="row">{nameOf(wave)}</th>
                <td data-head={plan.start == null ? "From the start of month" : "Changes over on"}>
                  <Figure
                    of={`When ${nameOf(wave)} changes over`}
                    explain={{ kind: "wave", wave: index, part: "one-off" }}
                  >
                    {wave.date == null ? wave.month + 1 : day(wave.date)}
                  </Figure>
                  {wave.set_up_date != null && <small> set up from {day(wave.set_up_date)}</small>}
                </td>
                <td data-head="Teams and services">
                  {wave.teams
                    .map(
                      (team) =>
                        `${team.name} (${team.services.slice(0, 5).join(", ")}${team.services.length > 5 ? ", …" : ""})`,
                    )
                    .join("; ")}
                </td>
                <td data-head="Paid once" class="n">
                  <Amount
                    value={wave.one_off}
                    of={`Paid once, ${nameOf(wave)}`}
                    partial={plan.partial}
                    explain={{ kind: "wave", wave: index, part: "one-off" }}
                  />
                </td>
                <td data-head="Schedules from then on" class="n">
                  <Figure
                    of={`Schedules from ${nameOf(wave)} on`}
                    explain={{ kind: "wave", wave: index, part: "schedules" }}
                  >
                    {wave.product_team_schedules}
                  </Figure>
                </td>
                <td data-head="Cost and loss a year from then on" class="n">
                  <Amount
                    value={wave.per_year}
                    of={`A year from ${nameOf(wave)} on`}
                    partial={plan.partial}
                    explain={{ kind: "wave", wave: index, part: "per-year" }}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Before plan={plan} />
      <LineChart
        title="The plan and staying, month by month"
        currency={plan.currency}
        explain={{ kind: "plan" }}
        money="y"
        across="By the end of month"
        up="Paid and lost so far"
        lines={[
          { name: "The plan", look: "one", points: byEndOf(plan, "cumulative") },
          { name: "Staying", look: "two", points: byEndOf(plan, "staying") },
        ]}
      />
      <Findings findings={plan.findings} />
    </>
  );
}

/** What has to be done before waves, and who is not ready. */
function Before({ plan }: { readonly plan: TransitionPlan }) {
  const enabling = plan.enabling ?? [];
  const held = plan.held_back ?? [];
  return (
    <>
      {enabling.length > 0 && (
        <>
          <h3>To be done first</h3>
          <ul>
            {enabling.map((work) => (
              <li key={work.name}>
                <bdi>{work.name}</bdi>, done{" "}
                {work.done == null ? `by the start of month ${count(work.done_month + 1)}` : `on ${day(work.done)}`}
                {work.needed_by.length > 0 && `, for ${work.needed_by.join(", ")}`}
                {work.opens.length > 0 && `; it puts in place ${work.opens.map(words).join(", ")}`}
              </li>
            ))}
          </ul>
        </>
      )}
      {held.length > 0 && (
        <>
          <h3>Not ready, and left as they are</h3>
          <ul>
            {held.map((team) => (
              <li key={team.name}>
                <bdi>{team.name}</bdi> lacks{" "}
                {team.missing
                  .map(
                    ({ code, done_month: done }) =>
                      `${words(code)}${done === null ? "" : ` until the start of month ${count(done + 1)}`}`,
                  )
                  .join(", ")}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Outcome({ plan }: { readonly plan: TransitionPlan }) {
  if (plan.waves.length === 0) return <p>Nothing changes over, so nothing has to break even.</p>;
  const more = plan.more_than_staying;
  const less = negative(more);
  return (
    <>
      <p>
        {plan.break_even_month !== null ? (
          <>
            Changing over breaks even by the end of month{" "}
            <Figure of="Month of breaking even" explain={{ kind: "plan" }}>
              {plan.break_even_month}
            </Figure>
            .
          </>
        ) : plan.partial ? (
          "Whether changing over breaks even cannot be told from what is estimated."
        ) : (
          <>
            Changing over does not break even within <Years />.
          </>
        )}{" "}
        {zero(more) && !plan.partial ? (
          <>
            It costs{" "}
            <Figure of="Compared with staying" explain={{ kind: "plan" }}>
              as much as staying
            </Figure>
          </>
        ) : (
          <>
            {plan.partial && "As far as it is estimated, it"}
            {!plan.partial && "It"} costs{" "}
            <Amount
              look="short"
              value={size(more)}
              of={less ? "Less than staying" : "More than staying"}
              partial={plan.partial}
              explain={{ kind: "plan" }}
            />{" "}
            {less ? "less" : "more"} than staying
          </>
        )}{" "}
        over <Years />.
      </p>
      <p class="hint">
        It differs from what the headline says: what Ops Run It took to set up counts as paid already here, and services
        change over wave by wave.
      </p>
    </>
  );
}
