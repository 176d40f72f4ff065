// One page for the printer: what is recommended, what it is worth, and what it rests on.

import type { Finding, Simulation } from "./answers";
import { usePage } from "./context";
import { exactMoney, money, MODEL_NAMES, STRATEGY_NAMES, shortMoney, count, capital, size } from "./format";
import { sentenceOf, Years } from "./service";
import { LineChart } from "./chart";
import { text } from "./portfolio";
import { placed } from "./problem";

const MOST = 6;
/** With at most so many services there is room for a picture and the cautions. */
const FEW = 5;
/** So many mistakes, and services whose model is not the cheapest, are named. */
const NAMED = 3;

/** That another model is cheaper comes before all else that is to be known. */
const first = ({ code }: Finding): number => (code === "cost-disagrees-with-selector" ? 0 : 1);

export function Report({ simulation }: { readonly simulation: Simulation | undefined }) {
  const { view, open, currency } = usePage();
  const { recommendation, comparison } = view;
  if (recommendation === undefined || comparison === undefined) return null;
  const { services } = recommendation;
  const { insurance, policy_price: price } = comparison;
  const { problems } = view;
  const before = view.of !== open.portfolio;
  return (
    <article class="report" aria-hidden="true">
      <header>
        <h1>{text((view.of ?? open.portfolio)["name"]) || "Who should run each service"}</h1>
        <p>{new Intl.DateTimeFormat(undefined, { dateStyle: "long" }).format(new Date())} · amounts in {currency} over <Years /></p>
      </header>
      {before && (
        <div class="before">
          <p><strong>These are the figures from before {problems.length === 0 ? "the last change" : problems.length === 1 ? "a mistake in the inputs" : `${count(problems.length)} mistakes in the inputs`}.</strong> {problems.length === 0 ? "The new ones were still being worked out." : "Correct them and print again:"}</p>
          <ul>{problems.slice(0, NAMED).map((problem, index) => <li key={index}>{placed(problem, open.portfolio)}</li>)}</ul>
        </div>
      )}
      <p class="lead">Against operations running everything the recommendation is worth {money(insurance.net_benefit, currency)}: {money(insurance.loss_avoided_over_horizon, currency)} less is lost, {money(insurance.extra_premium_over_horizon, currency)} more is paid.</p>
      <table>
        <thead><tr><th>Service</th><th>Recommendation</th><th class="n">Paid</th><th class="n">Lost</th><th class="n">Other model: paid</th><th class="n">lost</th></tr></thead>
        <tbody>
          {services.slice(0, MOST).map((service, index) => {
            const both = comparison.services[index];
            const own = service.operating_model === "ops-run-it" ? both?.ops_run_it : both?.you_build_it_you_run_it;
            const other = service.operating_model === "ops-run-it" ? both?.you_build_it_you_run_it : both?.ops_run_it;
            return (
              <tr key={index}>
                <th>{service.name}</th><td>{sentenceOf(service)}{service.insurance?.agrees === false && <em> The money does not agree: {MODEL_NAMES[service.insurance.cheaper_model ?? ""]} is better by {money(size(service.insurance.net_benefit), currency)}.</em>}</td>
                {[own?.premium_over_horizon, own?.loss_over_horizon, other?.premium_over_horizon, other?.loss_over_horizon].map((amount, at) => <td key={at} class="n">{amount === undefined ? "" : shortMoney(amount, currency)}</td>)}
              </tr>
            );
          })}
        </tbody>
      </table>
      {services.length > MOST && <p>and {count(services.length - MOST)} more services.</p>}
      <div class="columns">
        <section>
          <h2>Strategies</h2>
          <table>
            <thead><tr><th>Strategy</th><th class="n">Paid and lost, <Years /></th></tr></thead>
            <tbody>{comparison.strategies.map((one) => <tr key={one.strategy}><th>{STRATEGY_NAMES[one.strategy]}</th><td class="n">{money(one.over_horizon, currency)}</td></tr>)}</tbody>
          </table>
          {price !== null && price.differences.length > 0 && (
            <>
              <h2>What it costs to follow the selector</h2>
              <p>{money(price.over_horizon, currency)} over <Years /> more than least cost, which runs or covers {count(price.differences.length)} {price.differences.length === 1 ? "service" : "services"} in another way: {price.differences.slice(0, NAMED).map((one) => `${one.service} (${money(one.saved, currency)})`).join(", ")}{price.differences.length > NAMED && ` and ${count(price.differences.length - NAMED)} more`}.</p>
            </>
          )}
        </section>
        <section>
          <h2>On call</h2>
          <p>{recommendation.schedules.slice(0, 4).map((one) => `${one.name}: ${one.standby_cost_per_year === null ? "pay not given" : `${money(one.standby_cost_per_year, currency)} a year`}`).join("; ")}.</p>
          {simulation !== undefined && <><h2>How sure</h2><p>{capital(simulation.summary[0] ?? "")} {simulation.summary.at(-1)} Seed {simulation.seed}.</p></>}
        </section>
      </div>
      {services.length <= FEW && (
        <div class={before ? "" : "columns"}>
          {!before && <section>
            <h2>Paid and lost so far, by month</h2>
            <LineChart title="What two strategies have cost by the end of each month" currency={currency} money="y" across="Month" up="" lines={[
              { name: "Recommended", look: "one", points: comparison.cash_flow.map((point) => [point.month, Number(point.hybrid_at_scale)] as const) },
              { name: "All Ops Run It", look: "two", points: comparison.cash_flow.map((point) => [point.month, Number(point.all_ops_run_it)] as const) },
            ]} />
          </section>}
          <section>
            <h2>What to know</h2>
            <ul>{services.flatMap((service) => service.findings.filter(({ severity }) => severity !== "reason").toSorted((a, b) => first(a) - first(b)).slice(0, 1).map(({ message }) => <li key={`${service.name} ${message}`}><b>{service.name}</b>: {message}.</li>))}</ul>
          </section>
        </div>
      )}
      <h2>What it rests on</h2>
      <p class="small">{comparison.assumptions.map(({ code, value }) => `${code}: ${value}`).join("; ")}.</p>
      <footer class="small">whorunsit {comparison.provenance.version}, input {comparison.provenance.input_sha256}. Net benefit to the last digit: {exactMoney(insurance.net_benefit, currency)}. {MODEL_NAMES["you-build-it-you-run-it"]}: the product team is on call for what it builds.</footer>
    </article>
  );
}
