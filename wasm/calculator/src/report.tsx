// Two or three pages for the printer: the decision, what it is worth, every service, who pays, and what it rests on. Light,
// whatever the screen is. All of it is what the core answered; what is not estimated is said so.

import type { ComponentChildren } from "preact";

import { MODELS, RESULT, type Comparison, type Finding, type Simulation } from "./answers";
import { lacks } from "./answer";
import { usePage } from "./context";
import { bandOf } from "./cell";
import { nameOf } from "./explain";
import {
  exactMoney,
  money,
  MODEL_NAMES,
  STRATEGY_NAMES,
  shortMoney,
  count,
  capital,
  negative,
  size,
  words,
  zero,
} from "./format";
import { rowOf } from "./grid";
import { Years } from "./service";
import { LineChart } from "./chart";
import { text } from "./portfolio";
import { placed } from "./problem";

/** More services than these are counted, not listed: three pages are enough. */
const MOST = 40;
/** With at most so many services there is room for the chart by month. */
const FEW = 8;
/** So many mistakes, and services whose model is not the cheapest, are named. */
const NAMED = 3;
/** So many cautions are listed. */
const CAUTIONS = 6;

/** That another model is cheaper comes before all else that is to be known. */
const first = ({ code }: Finding): number => (code === "cost-disagrees-with-selector" ? 0 : 1);

export function Report({ simulation }: { readonly simulation: Simulation | undefined }) {
  const { view, open, currency } = usePage();
  const { recommendation, comparison, schedules } = view;
  if (recommendation === undefined || comparison === undefined) return null;
  const { services } = recommendation;
  const { insurance, policy_price: price } = comparison;
  const { problems } = view;
  const before = view.of !== open.portfolio;
  const of = view.of ?? open.portfolio;
  const ours = comparison.strategies.find(({ strategy }) => strategy === "hybrid-at-scale");
  const teams = ours?.you_build_it_you_run_it ?? 0;
  const byHand = of.services
    .filter((service) => service["operating_model"] !== undefined)
    .map((service) => text(service["name"]));
  const told = (value: string | null | undefined, partial: boolean, look = money) =>
    value == null || (partial && zero(value)) ? "not estimated" : `${look(value, currency)}${partial ? " *" : ""}`;
  const cautions = services
    .flatMap(({ name, findings }) =>
      findings.filter(({ severity }) => severity !== "reason").map((finding) => ({ name, finding })),
    )
    .toSorted((a, b) => first(a.finding) - first(b.finding));
  return (
    <article class="report" aria-hidden="true">
      <header>
        <h1>{text(of["name"]) || "Who should run each service"}</h1>
        <p>
          {new Intl.DateTimeFormat("en", { dateStyle: "long" }).format(new Date())} · amounts in {currency} over{" "}
          <Years />
        </p>
      </header>
      {before && (
        <div class="before">
          <p>
            <strong>
              These are the figures from before{" "}
              {problems.length === 0
                ? "the last change"
                : problems.length === 1
                  ? "a mistake in the inputs"
                  : `${count(problems.length)} mistakes in the inputs`}
              .
            </strong>{" "}
            {problems.length === 0 ? "The new ones were still being worked out." : "Correct them and print again:"}
          </p>
          <ul>
            {problems.slice(0, NAMED).map((problem, index) => (
              <li key={index}>{placed(problem, open.portfolio)}</li>
            ))}
          </ul>
        </div>
      )}
      <p class="decision">
        {teams === 0
          ? `Let operations run all ${count(services.length)} services.`
          : teams === services.length
            ? `Let product teams run all ${count(services.length)} services.`
            : `Let product teams run ${count(teams)} of ${count(services.length)} services; operations keep ${count(services.length - teams)}.`}
      </p>
      <p class="lead">
        {insurance.partial && zero(insurance.net_benefit)
          ? "What that is worth against operations running everything is not estimated: inputs are missing."
          : `Against operations running everything that ${negative(insurance.net_benefit) ? "costs" : "is worth"} ${told(size(insurance.net_benefit), insurance.partial)}: ${told(size(insurance.loss_avoided_over_horizon ?? "0"), insurance.partial)} ${negative(insurance.loss_avoided_over_horizon ?? "0") ? "more" : "less"} is lost, ${told(size(insurance.extra_premium_over_horizon ?? "0"), insurance.partial)} ${negative(insurance.extra_premium_over_horizon ?? "0") ? "less" : "more"} is paid.`}
        {byHand.length > 0 && (
          <>
            {" "}
            The model was chosen by hand for{" "}
            {byHand.slice(0, NAMED).map((name, at) => (
              <>
                {at > 0 && ", "}
                <bdi>{name}</bdi>
              </>
            ))}
            {byHand.length > NAMED && ` and ${count(byHand.length - NAMED)} more`}.
          </>
        )}
      </p>
      <div class="columns">
        <section>
          <h2>Strategies</h2>
          <table class="bars-table">
            <thead>
              <tr>
                <th>Strategy</th>
                <th />
                <th class="n">
                  Paid and lost, <Years />
                </th>
              </tr>
            </thead>
            <tbody>
              <Bars comparison={comparison} told={told} />
            </tbody>
          </table>
          {price !== null && price.differences.length > 0 && (
            <>
              <h2>What it costs to follow the selector</h2>
              <p>
                {money(price.over_horizon, currency)} over <Years /> more than least cost, which runs or covers{" "}
                {count(price.differences.length)} {price.differences.length === 1 ? "service" : "services"} in another
                way:{" "}
                {price.differences
                  .slice(0, NAMED)
                  .map((one) => `${one.service} (${money(one.saved, currency)})`)
                  .join(", ")}
                {price.differences.length > NAMED && ` and ${count(price.differences.length - NAMED)} more`}.
              </p>
            </>
          )}
          {simulation !== undefined && (
            <>
              <h2>How sure</h2>
              <p>
                {capital(simulation.summary[0] ?? "")} {simulation.summary.at(-1)} Seed {simulation.seed}.
              </p>
            </>
          )}
        </section>
        <section>
          <h2>The selector</h2>
          <Grid />
        </section>
      </div>
      <h2>The services</h2>
      <table>
        <thead>
          <tr>
            <th>Service</th>
            <th>Run by</th>
            <th>Target</th>
            <th>Deployed</th>
            {MODELS.map((model) => (
              <th key={model} class="n">
                {MODEL_NAMES[model]}: paid, lost
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {services.slice(0, MOST).map((service, index) => {
            const both = comparison.services[index];
            return (
              <tr key={index}>
                <th>
                  <bdi>{service.name}</bdi>
                </th>
                <td>
                  {MODEL_NAMES[service.operating_model]}
                  {byHand.includes(service.name) && ", by hand"}
                  {service.insurance?.agrees === false && (
                    <em>
                      {" "}
                      The money does not agree: {MODEL_NAMES[service.insurance.cheaper_model ?? ""]} is better by{" "}
                      {money(size(service.insurance.net_benefit), currency)}.
                    </em>
                  )}
                </td>
                <td>{`${service.availability_target}\u00a0%`}</td>
                <td>{service.deployment_target}</td>
                {MODELS.map((model) => {
                  const costs = both?.[RESULT[model]];
                  return (
                    <td key={model} class="n">
                      {costs === undefined
                        ? ""
                        : `${told(costs.premium_over_horizon, costs.partial, shortMoney)}, ${told(costs.loss_over_horizon, costs.partial, shortMoney)}`}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
      {services.length > MOST && <p>and {count(services.length - MOST)} more services.</p>}
      <div class="columns">
        <section>
          <h2>On call</h2>
          <table>
            <thead>
              <tr>
                <th>Schedule</th>
                <th class="n">Standby a year</th>
              </tr>
            </thead>
            <tbody>
              {recommendation.schedules.slice(0, 8).map((one) => (
                <tr key={one.name}>
                  <th>
                    <bdi>{one.name}</bdi>
                  </th>
                  <td class="n">
                    {one.standby_cost_per_year === null ? "pay not given" : money(one.standby_cost_per_year, currency)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {recommendation.schedules.length > 8 && (
            <p>and {count(recommendation.schedules.length - 8)} more schedules.</p>
          )}
          {schedules !== undefined && (
            <p>
              {count(schedules.on_call.product_team_people)} of product teams and{" "}
              {count(schedules.on_call.operations_people)} of operations are on call at once.
            </p>
          )}
        </section>
        <section>
          <h2>What to know</h2>
          <ul>
            {cautions.slice(0, CAUTIONS).map(({ name, finding }) => (
              <li key={`${name} ${finding.message}`}>
                <b>{name}</b>: {finding.message}.
              </li>
            ))}
          </ul>
          {cautions.length > CAUTIONS && <p>and {count(cautions.length - CAUTIONS)} more.</p>}
        </section>
      </div>
      {services.length <= FEW && !before && (
        <section>
          <h2>Paid and lost so far, by month</h2>
          <LineChart
            title="What two strategies have cost by the end of each month"
            currency={currency}
            money="y"
            across="Month"
            up=""
            lines={[
              {
                name: "Recommended",
                look: "one",
                points: comparison.cash_flow.map((point) => [point.month, Number(point.hybrid_at_scale)] as const),
              },
              {
                name: "All Ops Run It",
                look: "two",
                points: comparison.cash_flow.map((point) => [point.month, Number(point.all_ops_run_it)] as const),
              },
            ]}
          />
        </section>
      )}
      <h2>What it rests on</h2>
      <p class="small">
        {comparison.assumptions.map((one) => `${capital(nameOf(one))}: ${one.value}`).join("; ")}.
        {insurance.partial && " * As far as it is estimated: inputs are missing."}
      </p>
      <footer class="small">
        whorunsit {comparison.provenance.version}, input {comparison.provenance.input_sha256}. Net benefit to the last
        digit: {exactMoney(insurance.net_benefit, currency)}. {MODEL_NAMES["you-build-it-you-run-it"]}: the product team
        is on call for what it builds.
      </footer>
    </article>
  );
}

/** The strategies, the least first, with what is paid and lost as a bar. */
function Bars({
  comparison,
  told,
}: {
  readonly comparison: Comparison;
  readonly told: (value: string, partial: boolean) => string;
}): ComponentChildren {
  const most = Math.max(1, ...comparison.strategies.map(({ over_horizon }) => Number(over_horizon)));
  const share = (amount: string) => `${(Math.max(0, Number(amount)) / most) * 100}%`;
  return comparison.strategies
    .toSorted((a, b) => Number(a.over_horizon) - Number(b.over_horizon))
    .map((one) => (
      <tr key={one.strategy} class={`bar ${one.strategy} ${one.strategy === "hybrid-at-scale" ? "ours" : ""}`}>
        <th>{STRATEGY_NAMES[one.strategy]}</th>
        <td>
          <span class="track">
            <i class="paid" style={{ width: share(one.premium.over_horizon) }} />
            <i class="lost" style={{ width: share(one.loss.over_horizon) }} />
          </span>
        </td>
        <td class="n">{told(one.over_horizon, lacks(one))}</td>
      </tr>
    ));
}

/** The selector, with how many services stand in each cell, or which. */
function Grid() {
  const { view, currency } = usePage();
  const { selector, recommendation } = view;
  if (selector === undefined || recommendation === undefined) return null;
  const inside = (row: number, column: number) =>
    recommendation.services.filter(
      (service) =>
        rowOf(selector, Number(service.exposure_per_hour)) === row &&
        service.feature_demand === selector.columns[column],
    );
  return (
    <table class="grid-table">
      <tbody>
        {selector.rows
          .map((_, at) => selector.rows.length - 1 - at)
          .map((row) => (
            <tr key={row}>
              <th>
                {bandOf(selector, row, currency)}
                <small> {selector.cells[row]?.[0]?.availability_target} %</small>
              </th>
              {selector.columns.map((_, column) => {
                const found = inside(row, column);
                return (
                  <td key={column} class={selector.cells[row]?.[column]?.operating_model}>
                    {found.length === 0
                      ? ""
                      : found.length > 2
                        ? `${count(found.length)} services`
                        : found.map(({ name }) => (
                            <div key={name}>
                              <bdi>{name}</bdi>
                            </div>
                          ))}
                  </td>
                );
              })}
            </tr>
          ))}
        <tr>
          <th>an hour</th>
          {selector.columns.map((column, at) => (
            <td key={column}>
              {words(column)}
              <br />
              <small>{selector.cells[0]?.[at]?.deployment_target}</small>
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}
