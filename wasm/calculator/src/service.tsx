// One service: what is recommended, why, what both models cost, how long an incident lasts.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

import {
  MODELS,
  RESULT,
  type Comparison,
  type CostFlip,
  type CostType,
  type Finding,
  type Model,
  type Recommendation,
  type Simulation,
} from "./answers";
import { usePage } from "./context";
import { Findings, Assumptions } from "./explain";
import { problemsAt } from "./field";
import { Amount, Figure, MissingInputs } from "./figure";
import {
  capital,
  count,
  counted,
  COST_NAMES,
  COST_TYPES,
  likely,
  MODEL_NAMES,
  money,
  negative,
  number,
  OUT_OF_HOURS,
  words,
  size,
  three,
  yearsOf,
  zero,
} from "./format";
import { later } from "./later";
import { at, isTable, text, written, type Table } from "./portfolio";
import { ticks } from "./scale";
import { Sliders } from "./sliders";

type Answer = Recommendation["services"][number];
type Compared = Comparison["services"][number];

export function ServicePanel() {
  const page = usePage();
  const { view, selected } = page;
  const service =
    view.leftOut.length === 0 && view.of?.services.length === page.open.portfolio.services.length
      ? view.recommendation?.services[selected]
      : undefined;
  if (service === undefined) return withoutFigures(page);
  const compared = view.comparison?.services[selected];
  return (
    <section class={`panel service ${service.operating_model}`} aria-labelledby="service-title" id="service">
      <h2 id="service-title">
        <bdi>{service.name}</bdi>
      </h2>
      <Sentence service={service} index={selected} />
      <Money service={service} index={selected} />
      <Why service={service} compared={compared} />
      <Restore compared={compared} name={service.name} index={selected} />
      <Sliders
        service={service}
        index={selected}
        flips={view.sensitivity?.services.find(({ name }) => name === service.name)?.flips}
      />
      <Costs compared={compared} service={service} index={selected} />
      <Reasons service={service} compared={compared} index={selected} />
      <Inputs key="inputs" index={selected} />
    </section>
  );
}

/** While there are mistakes: its inputs stay as they are, or nobody could correct them. No component, which would draw them anew. */
function withoutFigures({ view, open, selected }: ReturnType<typeof usePage>) {
  const service = open.portfolio.services[selected];
  if (service === undefined || view.leftOut.length === 0)
    return (
      <section class="panel service" aria-label="Service">
        <p class="hint">Choose a service on the grid or in the table.</p>
      </section>
    );
  return (
    <section class="panel service" aria-labelledby="service-title" id="service">
      <h2 id="service-title">
        <bdi>{text(service["name"])}</bdi>
      </h2>
      <p class="hint">What it costs and protects follows when the mistakes are corrected.</p>
      <Inputs key="inputs" index={selected} />
    </section>
  );
}

/** The rest about the same service: how sure it is, and how long an incident lasts. */
export function ServiceOutlook({ simulation }: { readonly simulation: Simulation | undefined }) {
  const { view, open, selected } = usePage();
  const service =
    view.leftOut.length === 0 && view.of?.services.length === open.portfolio.services.length
      ? view.recommendation?.services[selected]
      : undefined;
  if (service === undefined) return null;
  return (
    <section class="panel outlook" tabIndex={0} aria-label={`Outlook of ${service.name}`}>
      <Waterfall service={service} compared={view.comparison?.services[selected]} index={selected} />
      <Sureness service={service} simulation={simulation} />
    </section>
  );
}

function Sentence({ service, index }: { readonly service: Answer; readonly index: number }) {
  const explain = { kind: "target", service: index } as const;
  return (
    <p class="sentence">
      <span class={`chip ${service.operating_model}`}>{MODEL_NAMES[service.operating_model]}</span>{" "}
      <Figure of="Availability target" explain={explain}>{`${service.availability_target} %`}</Figure> available,
      deployed{" "}
      <Figure of="Deployment target" explain={explain}>
        {service.deployment_target}
      </Figure>
      , {service.out_of_hours === null ? "operations are on call" : OUT_OF_HOURS[service.out_of_hours]}.
    </p>
  );
}

function Money({ service, index }: { readonly service: Answer; readonly index: number }) {
  const { view, open } = usePage();
  const { insurance } = service;
  if (view.awaitsMoney)
    return (
      <p class="hint awaits" aria-busy="true">
        What both models cost follows: the part of the page that works it out is still loading.
      </p>
    );
  if (insurance === null) return <p class="hint">No costs are given, so there is nothing to compare in money.</p>;
  const explain = { kind: "insurance", service: index } as const;
  const worth = insurance.cheaper_model;
  const ours = service.operating_model;
  const given = (view.of ?? open.portfolio).services[index]?.["operating_model"] !== undefined;
  return (
    <p class={`verdict ${insurance.agrees === true ? "" : "disputed"}`}>
      {worth === null ? (
        insurance.partial ? (
          `It cannot be told which model is better: inputs are missing. ${zero(insurance.net_benefit) ? "The difference is " : "As far as they go, You Build It You Run It is worth "}`
        ) : (
          "Both models come to the same: You Build It You Run It is worth "
        )
      ) : worth === ours ? (
        <>
          The money agrees: <strong>{MODEL_NAMES[worth]}</strong> is better by{" "}
        </>
      ) : (
        <>
          The money does not agree: {given ? "the portfolio says" : "the selector goes by exposure and demand and says"}{" "}
          <strong>{MODEL_NAMES[ours]}</strong>, which is followed; by the money <strong>{MODEL_NAMES[worth]}</strong> is
          better by{" "}
        </>
      )}
      <Amount
        look="short"
        value={worth === null ? insurance.net_benefit : size(insurance.net_benefit)}
        of="Difference over the horizon"
        explain={explain}
        partial={insurance.partial}
      />{" "}
      over <Years />.
    </p>
  );
}

export function Years() {
  const { view } = usePage();
  const years = view.comparison?.horizon_years;
  return <>{years === undefined ? "the horizon" : yearsOf(years)}</>;
}

/** What speaks for it or against it, the most serious first, but for the disagreement, which the verdict tells. */
function all({ findings }: Answer, compared: Compared | undefined): readonly Finding[] {
  const codes = new Set(findings.map(({ code }) => code));
  const rank = { warning: 0, caution: 1, reason: 2 };
  return [...findings, ...(compared?.findings ?? []).filter(({ code }) => !codes.has(code))].toSorted(
    (a, b) => rank[a.severity] - rank[b.severity],
  );
}

const REASONS = 3;

/** Why, in three lines: reasons first, then what to be careful about. */
function Why({ service, compared }: { readonly service: Answer; readonly compared: Compared | undefined }) {
  const said = all(service, compared).filter(({ code }) => code !== "cost-disagrees-with-selector");
  const reasons = said.filter(({ severity }) => severity === "reason");
  const cautions = said.filter(({ severity }) => severity !== "reason");
  const shown = [...reasons.slice(0, Math.max(1, REASONS - cautions.length)), ...cautions].slice(0, REASONS);
  if (shown.length === 0) return null;
  return (
    <ul class="why findings">
      {shown.map((finding, at) => (
        <li key={at} class={finding.severity}>
          {finding.severity !== "reason" && <span class="badge">{finding.severity}</span>} {capital(finding.message)}
        </li>
      ))}
    </ul>
  );
}

/** From what operations would pay and lose to what its team would: the same scale for all four rows. */
function Waterfall({
  service,
  compared,
  index,
}: {
  readonly service: Answer;
  readonly compared: Compared | undefined;
  readonly index: number;
}) {
  const { insurance } = service;
  if (insurance === null || compared === undefined) return null;
  const [ops, team] = [compared.ops_run_it, compared.you_build_it_you_run_it];
  const sum = (of: typeof ops) => Number(of.premium_over_horizon) + Number(of.loss_over_horizon);
  // For drawing only: what is written are the core's figures.
  const most = Math.max(sum(ops), sum(team), 1);
  const share = (value: number) => `${(Math.max(0, value) / most) * 100}%`;
  const avoided = Number(insurance.loss_avoided_over_horizon ?? 0);
  const extra = Number(insurance.extra_premium_over_horizon ?? 0);
  const whole = (model: Model) => {
    const of = compared[RESULT[model]];
    const cost = (part: "premium" | "loss", what: string, value: string) => (
      <Amount
        look="short"
        value={value}
        of={`${what} under ${MODEL_NAMES[model]}, in short`}
        partial={of.partial}
        explain={{ kind: "cost", service: index, model, part }}
      />
    );
    return (
      <div class={`fall ${model}`} key={model}>
        <span class="name">{MODEL_NAMES[model]}</span>
        <span class="track" aria-hidden="true">
          <i class="paid" style={{ width: share(Number(of.premium_over_horizon)) }} />
          <i class="lost" style={{ width: share(Number(of.loss_over_horizon)) }} />
        </span>
        <span class="parts">
          {cost("premium", "Paid", of.premium_over_horizon)} paid, {cost("loss", "Lost", of.loss_over_horizon)} lost
        </span>
      </div>
    );
  };
  const step = (from: number, by: number, value: string | null, less: string, more: string) => {
    const what = value !== null && negative(value) ? less : more;
    return (
      <div class="fall step" key={more}>
        <span class="name">{what}</span>
        <span class="track" aria-hidden="true">
          <i style={{ marginLeft: share(Math.min(from, from + by)), width: share(Math.abs(by)) }} />
        </span>
        <span class="parts">
          <Amount
            look="short"
            value={value === null ? null : size(value)}
            of={`${what}, in short`}
            partial={insurance.partial}
            explain={{ kind: "insurance", service: index }}
          />
        </span>
      </div>
    );
  };
  return (
    <section class="waterfall" aria-label="From what one model costs to the other">
      <h3>
        What both models cost and lose, over <Years />
      </h3>
      {whole("ops-run-it")}
      {step(sum(ops), -avoided, insurance.loss_avoided_over_horizon, "lost more by its team", "lost less by its team")}
      {step(
        sum(ops) - avoided,
        extra,
        insurance.extra_premium_over_horizon,
        "paid less, with standby",
        "paid more, with standby",
      )}
      {whole("you-build-it-you-run-it")}
    </section>
  );
}

// The details that are open stay so while other services are looked at.
let costsOpen = false;

function Costs({
  compared,
  service,
  index,
}: {
  readonly compared: Compared | undefined;
  readonly service: Answer;
  readonly index: number;
}) {
  const [, redraw] = useState(0);
  return (
    <details
      class="every-cost"
      open={costsOpen}
      onToggle={(event) => {
        if (costsOpen === event.currentTarget.open) return;
        costsOpen = event.currentTarget.open;
        redraw((count) => count + 1);
      }}
    >
      <summary>Every cost of both models</summary>
      <CostTable compared={compared} index={index} name={service.name} />
      <Against service={service} index={index} />
    </details>
  );
}

function CostTable({
  compared,
  index,
  name,
}: {
  readonly compared: Compared | undefined;
  readonly index: number;
  readonly name: string;
}) {
  const cell = (model: Model, part: CostType | "premium" | "loss", what: string, value: string | undefined) => (
    <td key={model} class="n">
      <Amount
        value={value}
        of={`${what} under ${MODEL_NAMES[model]}`}
        explain={{ kind: "cost", service: index, model, part }}
        partial={compared?.[RESULT[model]].partial}
      />
    </td>
  );
  return (
    <>
      <table class="costs">
        <caption class="sr">What {name} costs under both models, standby aside</caption>
        <thead>
          <tr>
            <td></td>
            {MODELS.map((model) => (
              <th key={model} scope="col">
                <span class={`dot ${model}`} />
                {MODEL_NAMES[model]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {COST_TYPES.map((type) => (
            <tr key={type}>
              <th scope="row">{COST_NAMES[type]}</th>
              {MODELS.map((model) => cell(model, type, COST_NAMES[type] ?? type, compared?.[RESULT[model]][type]))}
            </tr>
          ))}
          <tr class="total">
            <th scope="row">
              Paid over <Years />
            </th>
            {MODELS.map((model) => cell(model, "premium", "Paid", compared?.[RESULT[model]].premium_over_horizon))}
          </tr>
          <tr class="total">
            <th scope="row">
              Lost over <Years />
            </th>
            {MODELS.map((model) => cell(model, "loss", "Lost", compared?.[RESULT[model]].loss_over_horizon))}
          </tr>
          <tr>
            <th scope="row">Expected availability</th>
            {MODELS.map((model) => {
              const costs = compared?.[RESULT[model]];
              const known = costs?.expected_availability;
              return (
                <td key={model} class="n">
                  <Figure
                    of={`Expected availability under ${MODEL_NAMES[model]}`}
                    explain={{ kind: "restore", service: index, model }}
                  >
                    {/* Three decimals, which tell a target of 99.9 from one of 99.95: what counts is how little is missing. */}
                    {known == null ? "not estimated" : `${number(known, 3)} %`}
                  </Figure>
                  {costs?.meets_target === false && <span class="miss"> misses {compared?.availability_target} %</span>}
                </td>
              );
            })}
          </tr>
        </tbody>
      </table>
      <Missing compared={compared} />
    </>
  );
}

/** From the table above to the verdict: standby is shared, so it is in what a model adds and not in what it pays. */
function Against({ service, index }: { readonly service: Answer; readonly index: number }) {
  const { insurance } = service;
  if (insurance === null) return null;
  const row = (
    value: string | null,
    more: string,
    less: string,
    over: ComponentChildren,
    partial = insurance.partial,
  ) => {
    const what = value !== null && negative(value) ? less : more;
    return (
      <tr>
        <th scope="row">
          {what}
          {over}
        </th>
        <td class="n">
          <Amount
            value={value === null ? null : size(value)}
            of={what}
            partial={partial}
            explain={{ kind: "insurance", service: index }}
          />
        </td>
      </tr>
    );
  };
  return (
    <>
      <table class="against">
        <caption>What You Build It You Run It changes against Ops Run It</caption>
        <tbody>
          {row(insurance.extra_standby_per_year, "Standby it adds", "Standby it saves", ", a year", false)}
          {row(
            insurance.extra_premium_over_horizon,
            "Paid more, standby included",
            "Paid less, standby included",
            <>
              , over <Years />
            </>,
          )}
          {row(
            insurance.loss_avoided_over_horizon,
            "Lost less",
            "Lost more",
            <>
              , over <Years />
            </>,
          )}
        </tbody>
      </table>
      <p class="hint">
        What each model pays, above, leaves out standby, because services share schedules. The difference between the
        models is what is lost less, minus what is paid more.
      </p>
    </>
  );
}

/** What no amount could be worked out from. */
function Missing({ compared }: { readonly compared: Compared | undefined }) {
  const missing = [...new Set(MODELS.flatMap((model) => compared?.[RESULT[model]].missing ?? []))];
  if (missing.length === 0) return null;
  return (
    <p class="hint">
      * As far as it is estimated. Missing: <MissingInputs paths={missing.slice(0, 6)} />
      {missing.length > 6 && ` and ${missing.length - 6} more`}. What is missing is never taken for zero: give it in the
      inputs.
    </p>
  );
}

function Sureness({ service, simulation }: { readonly service: Answer; readonly simulation: Simulation | undefined }) {
  const page = usePage();
  const simulated = simulation?.services.find(({ name }) => name === service.name);
  const flips = page.view.sensitivity?.services.find(({ name }) => name === service.name)?.flips;
  const show = (input: string, value: string) =>
    /per_hour|_week$/u.test(input) ? money(value, page.currency) : /^\d/u.test(value) ? three(value) : value;
  return (
    <div class="sureness">
      <h2>How sure is it?</h2>
      {simulation === undefined || simulated === undefined ? (
        <p class="hint">How likely each model is the cheaper one is being simulated, as far as the inputs allow.</p>
      ) : simulated.you_build_it_cheaper_percent === null ? (
        <p class="hint">Which model is cheaper is not estimated: an input is missing.</p>
      ) : simulated.tied_percent === "100" ? (
        <p>Both models cost the same in all trials.</p>
      ) : (
        <p>
          You Build It You Run It is cheaper in{" "}
          <Figure of="Share of trials" explain={{ kind: "simulated-difference", simulation, service: service.name }}>
            {likely(simulated.you_build_it_cheaper_percent)}
          </Figure>{" "}
          of {count(simulation.trials)} trials.
        </p>
      )}
      {flips !== undefined && flips.selection.length + flips.cost.length > 0 && (
        <ul class="flips">
          {flips.selection.map((flip, index) => (
            <li key={`s${index}`}>
              The selector changes its answer if {words(flip.input)} is{" "}
              {flip.above
                ? /^\d/u.test(flip.value)
                  ? "above"
                  : "at least"
                : /^\d/u.test(flip.value)
                  ? "at most"
                  : "no more than"}{" "}
              <Figure
                of={`Where the selector changes its answer by ${words(flip.input)}`}
                explain={{ kind: "selection-flip", service: service.name, flip }}
              >
                {show(flip.input, flip.value)}
              </Figure>
              : {MODEL_NAMES[flip.operating_model]}
              {flip.out_of_hours !== null && `, ${OUT_OF_HOURS[flip.out_of_hours]}`}
            </li>
          ))}
          {flips.cost.map((flip, index) => (
            <CostFlipLine key={index} flip={flip} service={service.name} />
          ))}
        </ul>
      )}
      {flips !== undefined && flips.cost.length === 0 && (
        <p class="hint">No single input changes which model is cheaper.</p>
      )}
    </div>
  );
}

function CostFlipLine({ flip, service }: { readonly flip: CostFlip; readonly service: string }) {
  const page = usePage();
  const figure = (of: string, value: string, rounding?: "ceil") => (
    <Figure of={`${of} of ${flip.words}`} explain={{ kind: "flip", service, flip }}>
      {counted(flip.unit, value, page.currency, rounding)}
    </Figure>
  );
  return (
    <li>
      The costs flip at {flip.words} of {figure("Flip point", flip.first_above, "ceil")} (now {figure("Mean", flip.now)}
      ): from there on {MODEL_NAMES[flip.cheaper_above]} is cheaper
      {flip.within_estimate === true && ", which is within your estimate"}
    </li>
  );
}

/** How long both models take to restore, on one axis of hours; and the tiers and waits, as they are written in the portfolio. */
function Restore({
  compared,
  name,
  index,
}: {
  readonly compared: Compared | undefined;
  readonly name: string;
  readonly index: number;
}) {
  const { open } = usePage();
  const outlooks = MODELS.map((model) => compared?.[RESULT[model]].incidents);
  const axis = ticks(
    Math.max(
      0,
      ...outlooks.flatMap((one) =>
        one == null ? [] : [Number(one.hours_to_restore_out_of_hours), Number(one.hours_to_restore_in_working_hours)],
      ),
    ),
  );
  const most = axis.at(-1) || 1;
  const share = (value: string) => `${(Number(value) / most) * 100}%`;
  return (
    <section class="restore" aria-label={`Time to restore ${name}`}>
      <h3>Hours until it is restored</h3>
      {MODELS.map((model) => {
        const outlook = compared?.[RESULT[model]].incidents;
        const hours = (when: string, value: string) => (
          <Figure
            of={`Hours to restore ${when} under ${MODEL_NAMES[model]}`}
            explain={{ kind: "restore", service: index, model }}
          >{`${three(value)} h`}</Figure>
        );
        return (
          <div key={model} class={`strip-row ${model}`}>
            <p>
              <span class={`dot ${model}`} />
              {MODEL_NAMES[model]}
              {outlook != null && (
                <>
                  : {hours("on average", outlook.hours_to_restore)} on average{" "}
                  <small>
                    ({hours("in working hours", outlook.hours_to_restore_in_working_hours)} in working hours,{" "}
                    {hours("out of hours", outlook.hours_to_restore_out_of_hours)} out of hours)
                  </small>
                </>
              )}
              {outlook === null && <span class="unknown">: not estimated</span>}
            </p>
            {outlook != null && (
              <div class="hours-track" aria-hidden="true">
                <i class="outside" style={{ width: share(outlook.hours_to_restore_out_of_hours) }} />
                <i class="inside" style={{ width: share(outlook.hours_to_restore_in_working_hours) }} />
                <b style={{ left: share(outlook.hours_to_restore) }} />
              </div>
            )}
          </div>
        );
      })}
      {outlooks.some((one) => one != null) && (
        <div class="hours-axis" aria-hidden="true">
          {axis.map((tick) => (
            <span key={tick} style={{ left: `${(tick / most) * 100}%` }}>
              {number(String(tick), 1)}
              {tick === most && " h"}
            </span>
          ))}
        </div>
      )}
      {outlooks.some((one) => one != null) && (
        <p class="hint">Full colour: in working hours. Faint: out of hours. The line: on average.</p>
      )}
      <details class="steps">
        <summary>The steps of an incident</summary>
        {MODELS.map((model) => {
          const tiers = at(open.portfolio, ["response", model, "tiers"]);
          const steps = at(open.portfolio, ["response", model, "workflow"]);
          return (
            <div key={model}>
              <p>
                <span class={`dot ${model}`} />
                {MODEL_NAMES[model]}
              </p>
              <ol class="strip">
                {(Array.isArray(steps) ? steps : [])
                  .filter((step): step is Table => isTable(step) && step["delay"] !== undefined)
                  .map((step, index) => (
                    <Piece key={`d${index}`} kind="wait" name={text(step["name"])} time={text(step["delay"])}>
                      manual step
                    </Piece>
                  ))}
                {(Array.isArray(tiers) ? tiers : []).filter(isTable).flatMap((tier, index) => [
                  <Piece key={`w${index}`} kind="wait" name="pick-up" time={written(tier["pick_up"] ?? "")}>
                    wait
                  </Piece>,
                  <Piece
                    key={`t${index}`}
                    kind={`tier ${model}`}
                    name={text(tier["name"])}
                    time={written(tier["handling"] ?? "")}
                  >
                    {tier["resolves"] === undefined ? "resolves the rest" : `resolves ${text(tier["resolves"])}`}
                    {tier["out_of_hours"] === "next-working-day" && "; next working day"}
                  </Piece>,
                ])}
              </ol>
            </div>
          );
        })}
      </details>
    </section>
  );
}

function Piece({
  kind,
  name,
  time,
  children,
}: {
  readonly kind: string;
  readonly name: string;
  readonly time: string;
  readonly children: ComponentChildren;
}) {
  return (
    <li class={kind}>
      <b>
        <bdi>{name}</bdi>
      </b>
      <span>{time}</span>
      <small>{children}</small>
    </li>
  );
}

function Reasons({
  service,
  compared,
  index,
}: {
  readonly service: Answer;
  readonly compared: Compared | undefined;
  readonly index: number;
}) {
  const found = all(service, compared);
  return (
    <details class="reasons">
      <summary>All reasons and cautions ({found.length})</summary>
      <Findings findings={found} />
      {service.peaks.length > 0 && (
        <p>
          {service.peaks.map((peak, place) => (
            <>
              {place > 0 && "; "}
              <bdi>{peak.name}</bdi> ({peak.from} to {peak.to}):{" "}
              <Figure
                of={`Availability target in ${peak.name}`}
                explain={{ kind: "peak", service: index, peak: place }}
              >{`${peak.availability_target} %`}</Figure>
            </>
          ))}
        </p>
      )}
      <Assumptions codes={service.assumptions} />
    </details>
  );
}

const ServiceInputs = later(() => import("./inputs").then((found) => found.ServiceInputs));

function Inputs({ index }: { readonly index: number }) {
  const { view } = usePage();
  const [open, setOpen] = useState(false);
  const here = problemsAt(view.problems, `/services/${index}`);
  return (
    <details class="all-inputs" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>All inputs of this service{here.length > 0 && ` (${here.length} to correct)`}</summary>
      {open && <ServiceInputs index={index} />}
    </details>
  );
}
