// One service: what is recommended, why, how long an incident lasts, its reasons and inputs.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

import { MODELS, RESULT, type Finding, type ServiceAnswer, type ServiceCompared } from "./answers";
import { usePage } from "./context";
import { Findings, Assumptions } from "./explain";
import { problemsAt } from "./field";
import { Amount, Figure, Years } from "./figure";
import { capital, MODEL_NAMES, number, OUT_OF_HOURS, size, three, zero } from "./format";
import { later } from "./later";
import { Costs } from "./service-costs";
import { at, isTable, text, written, type Table } from "./portfolio";
import { ticks } from "./scale";
import { Sliders } from "./sliders";

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

function Sentence({ service, index }: { readonly service: ServiceAnswer; readonly index: number }) {
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

function Money({ service, index }: { readonly service: ServiceAnswer; readonly index: number }) {
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

/** What speaks for it or against it, the most serious first, but for the disagreement, which the verdict tells. */
function all({ findings }: ServiceAnswer, compared: ServiceCompared | undefined): readonly Finding[] {
  const codes = new Set(findings.map(({ code }) => code));
  const rank = { warning: 0, caution: 1, reason: 2 };
  return [...findings, ...(compared?.findings ?? []).filter(({ code }) => !codes.has(code))].toSorted(
    (a, b) => rank[a.severity] - rank[b.severity],
  );
}

const REASONS = 3;

/** Why, in three lines: reasons first, then what to be careful about. */
function Why({
  service,
  compared,
}: {
  readonly service: ServiceAnswer;
  readonly compared: ServiceCompared | undefined;
}) {
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

/** How long both models take to restore, on one axis of hours; and the tiers and waits, as they are written in the portfolio. */
function Restore({
  compared,
  name,
  index,
}: {
  readonly compared: ServiceCompared | undefined;
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
  readonly service: ServiceAnswer;
  readonly compared: ServiceCompared | undefined;
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
              <bdi>{peak.name}</bdi> ({peak.hours ?? `${peak.from} to ${peak.to}`}):{" "}
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
