// One service: what is recommended, why, what both models cost, how long an incident lasts.

import { useState } from "preact/hooks";

import type { ComponentChildren } from "preact";

import type { Comparison, CostFlip, Recommendation, Simulation } from "./answers";
import { usePage } from "./context";
import { Findings, Assumptions } from "./explain";
import { problemsAt } from "./field";
import { Amount, Figure } from "./figure";
import { count, COST_NAMES, COST_TYPES, exactMoney, MODEL_NAMES, money, number, OUT_OF_HOURS, words, size } from "./format";
import { later } from "./later";
import { at, isTable, text, written, type Table } from "./portfolio";

type Answer = Recommendation["services"][number];
type Compared = Comparison["services"][number];
const MODELS = ["you-build-it-you-run-it", "ops-run-it"] as const;
const RESULT = { "you-build-it-you-run-it": "you_build_it_you_run_it", "ops-run-it": "ops_run_it" } as const;

export function ServicePanel() {
  const page = usePage();
  const { view, selected } = page;
  const service = view.of?.services.length === page.open.portfolio.services.length ? view.recommendation?.services[selected] : undefined;
  if (service === undefined) return <section class="panel service" aria-label="Service"><p class="hint">Choose a service on the grid or in the table.</p></section>;
  const compared = view.comparison?.services[selected];
  return (
    <section class={`panel service ${service.operating_model}`} aria-labelledby="service-title" id="service">
      <h2 id="service-title">{service.name}</h2>
      <Sentence service={service} />
      <Money service={service} index={selected} />
      <CostTable compared={compared} index={selected} name={service.name} />
      <Reasons service={service} compared={compared} />
      <Inputs index={selected} />
    </section>
  );
}

/** The rest about the same service: how sure it is, and how long an incident lasts. */
export function ServiceOutlook({ simulation }: { readonly simulation: Simulation | undefined }) {
  const { view, open, selected } = usePage();
  const service = view.of?.services.length === open.portfolio.services.length ? view.recommendation?.services[selected] : undefined;
  if (service === undefined) return null;
  return (
    <section class="panel outlook" tabIndex={0} aria-label={`Outlook of ${service.name}`}>
      <Sureness service={service} simulated={simulation?.services.find(({ name }) => name === service.name)} trials={simulation?.trials ?? 0} />
      <Restore compared={view.comparison?.services[selected]} name={service.name} />
    </section>
  );
}

export function sentenceOf(service: Answer): string {
  const covered = service.out_of_hours === null ? "operations are on call" : (OUT_OF_HOURS[service.out_of_hours] ?? service.out_of_hours);
  return `${MODEL_NAMES[service.operating_model]}: ${service.availability_target} % available, deployed ${service.deployment_target}, ${covered}.`;
}

function Sentence({ service }: { readonly service: Answer }) {
  const page = usePage();
  const reasons = service.findings.filter(({ severity }) => severity === "reason");
  const facts = (["week", "30_days", "90_days", "365_days"] as const).map(
    (period): [string, string] => [`Tolerable in ${period === "week" ? "a week" : period.replace("_", " ")}`, `${number(service.tolerable_unavailability[period].seconds, 0)} s, ${exactMoney(service.tolerable_unavailability[period].loss, page.currency)}`],
  );
  return (
    <p class="sentence">
      <span class={`chip ${service.operating_model}`}>{MODEL_NAMES[service.operating_model]}</span>{" "}
      <Figure of="Availability target" explain={{ kind: "facts", title: `${service.name}: a target of ${service.availability_target} %`, facts, findings: reasons, assumptions: service.assumptions }}>{`${service.availability_target} %`}</Figure>{" "}
      available, deployed <strong>{service.deployment_target}</strong>,{" "}
      {service.out_of_hours === null ? "operations are on call" : OUT_OF_HOURS[service.out_of_hours]}.
    </p>
  );
}

function Money({ service, index }: { readonly service: Answer; readonly index: number }) {
  const { insurance } = service;
  if (insurance === null) return <p class="hint">No costs are given, so there is nothing to compare in money.</p>;
  const explain = { kind: "insurance", title: `${service.name}: what You Build It You Run It is worth`, insurance, service: index } as const;
  const worth = insurance.cheaper_model;
  return (
    <p class={`verdict ${insurance.agrees === true ? "" : "disputed"}`}>
      {worth === null ? (
        insurance.partial ? "It cannot be told which model is better: inputs are missing. As far as they go, You Build It You Run It is worth " : "Both models come to the same: You Build It You Run It is worth "
      ) : (
        <>{worth === service.operating_model ? "The money agrees: " : "The money does not agree: "}<strong>{MODEL_NAMES[worth]}</strong> is better by </>
      )}
      <Amount value={worth === null ? insurance.net_benefit : size(insurance.net_benefit)} of="Difference over the horizon" explain={explain} partial={insurance.partial} />
      {" "}over <Years />.
    </p>
  );
}

export function Years() {
  const { view } = usePage();
  const years = view.comparison?.horizon_years;
  return <>{years === undefined ? "the horizon" : years === 1 ? "1 year" : `${years} years`}</>;
}

function CostTable({ compared, index, name }: { readonly compared: Compared | undefined; readonly index: number; readonly name: string }) {
  const cell = (model: (typeof MODELS)[number], type: (typeof COST_TYPES)[number]) => {
    const costs = compared?.[RESULT[model]];
    return <Amount value={costs === undefined ? undefined : costs[type]} of={`${COST_NAMES[type]} under ${MODEL_NAMES[model]}`} explain={{ kind: "cost", service: index, model, type }} partial={costs?.partial} />;
  };
  return (
    <>
    <table class="costs">
      <caption class="sr">What {name} costs under both models, standby aside</caption>
      <thead><tr><td></td>{MODELS.map((model) => <th key={model} scope="col"><span class={`dot ${model}`} />{MODEL_NAMES[model]}</th>)}</tr></thead>
      <tbody>
        {COST_TYPES.map((type) => <tr key={type}><th scope="row">{COST_NAMES[type]}</th>{MODELS.map((model) => <td key={model} class="n">{cell(model, type)}</td>)}</tr>)}
        <tr class="total"><th scope="row">Paid over <Years /></th>{MODELS.map((model) => <td key={model} class="n"><Amount value={compared?.[RESULT[model]].premium_over_horizon} of={`Paid under ${MODEL_NAMES[model]}`} explain={{ kind: "cost", service: index, model }} partial={compared?.[RESULT[model]].partial} /></td>)}</tr>
        <tr class="total"><th scope="row">Lost over <Years /></th>{MODELS.map((model) => <td key={model} class="n"><Amount value={compared?.[RESULT[model]].loss_over_horizon} of={`Lost under ${MODEL_NAMES[model]}`} explain={{ kind: "cost", service: index, model, type: "opportunity" }} partial={compared?.[RESULT[model]].partial} /></td>)}</tr>
        <tr><th scope="row">Expected availability</th>{MODELS.map((model) => {
          const costs = compared?.[RESULT[model]];
          return <td key={model} class="n">{costs?.expected_availability == null ? "not estimated" : <>{number(costs.expected_availability, 3)} %{costs.meets_target === false && <span class="miss"> misses {compared?.availability_target} %</span>}</>}</td>;
        })}</tr>
      </tbody>
    </table>
    <Missing compared={compared} />
    </>
  );
}

/** What no amount could be worked out from. */
function Missing({ compared }: { readonly compared: Compared | undefined }) {
  const missing = [...new Set(MODELS.flatMap((model) => compared?.[RESULT[model]].missing ?? []))];
  if (missing.length === 0) return null;
  return <p class="hint">* As far as it is estimated. Missing: {missing.slice(0, 6).map((path, index) => <>{index > 0 && ", "}<code>{path}</code></>)}{missing.length > 6 && ` and ${missing.length - 6} more`}. What is missing is never taken for zero: give it in the inputs.</p>;
}

function Sureness({ service, simulated, trials }: { readonly service: Answer; readonly simulated: Simulation["services"][number] | undefined; readonly trials: number }) {
  const page = usePage();
  const flips = page.view.sensitivity?.services.find(({ name }) => name === service.name)?.flips;
  const show = (input: string, value: string) => (/per_hour|_week$/u.test(input) ? money(value, page.currency) : /^\d/u.test(value) ? number(value, 1) : value);
  return (
    <div class="sureness">
      <h2>How sure is it?</h2>
      {simulated === undefined ? (
        <p class="hint">Run the simulation below to see how likely each model is the cheaper one.</p>
      ) : (
        <p>You Build It You Run It is cheaper in <Figure of="Share of trials" explain={{ kind: "facts", title: `${service.name}: You Build It You Run It less Ops Run It`, facts: [["Mean difference", exactMoney(simulated.difference.mean, page.currency)], ["5 % are below", exactMoney(simulated.difference.p5, page.currency)], ["Half are below", exactMoney(simulated.difference.p50, page.currency)], ["95 % are below", exactMoney(simulated.difference.p95, page.currency)], ["Standard error of the mean", exactMoney(simulated.difference.standard_error, page.currency)]], note: "Counted in the trials of the simulation. Both models face the same incidents." }}>{`${number(simulated.you_build_it_cheaper_percent, 4)} %`}</Figure> of {count(trials)} trials.</p>
      )}
      {flips !== undefined && flips.selection.length + flips.cost.length > 0 && (
        <ul class="flips">
          {flips.selection.map((flip, index) => <li key={`s${index}`}>The selector changes its answer if {words(flip.input)} is {flip.above ? (/^\d/u.test(flip.value) ? "above" : "at least") : /^\d/u.test(flip.value) ? "at most" : "no more than"} <strong>{show(flip.input, flip.value)}</strong>: {MODEL_NAMES[flip.operating_model]}{flip.out_of_hours !== null && `, ${OUT_OF_HOURS[flip.out_of_hours]}`}</li>)}
          {flips.cost.map((flip, index) => <CostFlipLine key={index} flip={flip} show={show} />)}
        </ul>
      )}
      {flips !== undefined && flips.cost.length === 0 && <p class="hint">No single input, by itself, turns the costs round.</p>}
    </div>
  );
}

function CostFlipLine({ flip, show }: { readonly flip: CostFlip; readonly show: (input: string, value: string) => string }) {
  return <li>The costs flip at {words(flip.input)} of <strong>{show(flip.input, flip.value)}</strong> (now {show(flip.input, flip.now)}): above it {MODEL_NAMES[flip.cheaper_above]} is cheaper{flip.within_estimate === true && ", which is within your estimate"}</li>;
}

/** The tiers and waits of both models, as they are written in the portfolio; how long they come to, the core says. */
function Restore({ compared, name }: { readonly compared: Compared | undefined; readonly name: string }) {
  const { open } = usePage();
  return (
    <div class="restore">
      <h2>Time to restore {name}</h2>
      {MODELS.map((model) => {
        const tiers = at(open.portfolio, ["response", model, "tiers"]);
        const steps = at(open.portfolio, ["response", model, "workflow"]);
        const outlook = compared?.[RESULT[model]].incidents;
        return (
          <div key={model} class="strip-row">
            <p><span class={`dot ${model}`} />{MODEL_NAMES[model]}{outlook != null && <>: <strong>{number(outlook.hours_to_restore)} h</strong> on average <small>({number(outlook.hours_to_restore_in_working_hours)} h in working hours, {number(outlook.hours_to_restore_out_of_hours)} h out of hours)</small></>}{outlook === null && <span class="unknown">: not estimated</span>}</p>
            <ol class="strip">
              {(Array.isArray(steps) ? steps : []).filter((step): step is Table => isTable(step) && step["delay"] !== undefined).map((step, index) => <Piece key={`d${index}`} kind="wait" name={text(step["name"])} time={text(step["delay"])}>manual step</Piece>)}
              {(Array.isArray(tiers) ? tiers : []).filter(isTable).flatMap((tier, index) => [
                <Piece key={`w${index}`} kind="wait" name="pick-up" time={written(tier["pick_up"] ?? "")}>wait</Piece>,
                <Piece key={`t${index}`} kind={`tier ${model}`} name={text(tier["name"])} time={written(tier["handling"] ?? "")}>{tier["resolves"] === undefined ? "resolves the rest" : `resolves ${text(tier["resolves"])}`}{tier["out_of_hours"] === "next-working-day" && "; next working day"}</Piece>,
              ])}
            </ol>
          </div>
        );
      })}
    </div>
  );
}

function Piece({ kind, name, time, children }: { readonly kind: string; readonly name: string; readonly time: string; readonly children: ComponentChildren }) {
  return <li class={kind}><b>{name}</b><span>{time}</span><small>{children}</small></li>;
}

function Reasons({ service, compared }: { readonly service: Answer; readonly compared: Compared | undefined }) {
  const codes = new Set(service.findings.map(({ code }) => code));
  const all = [...service.findings, ...(compared?.findings ?? []).filter(({ code }) => !codes.has(code))];
  const rank = { warning: 0, caution: 1, reason: 2 };
  return (
    <div>
      <h3>Reasons and cautions</h3>
      <Findings findings={all.toSorted((a, b) => rank[a.severity] - rank[b.severity])} />
      {service.peaks.length > 0 && <p>{service.peaks.map((peak) => `${peak.name} (${peak.from} to ${peak.to}): ${peak.availability_target} %`).join("; ")}</p>}
      <Assumptions codes={service.assumptions} />
    </div>
  );
}

const ServiceInputs = later(() => import("./inputs").then((found) => found.ServiceInputs));

function Inputs({ index }: { readonly index: number }) {
  const { view } = usePage();
  const [open, setOpen] = useState(false);
  const here = problemsAt(view.problems, `/services/${index}`);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>All inputs of this service{here.length > 0 && ` (${here.length} to mend)`}</summary>
      {open && <ServiceInputs index={index} />}
    </details>
  );
}
