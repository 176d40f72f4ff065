// Every cost of a service under both models, and from there to the verdict.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

import { MODELS, RESULT, type CostType, type Model, type ServiceAnswer, type ServiceCompared } from "./answers";
import { Amount, Figure, MissingInputs, Years } from "./figure";
import { COST_NAMES, COST_TYPES, MODEL_NAMES, negative, number, size } from "./format";

// The details that are open stay so while other services are looked at.
let costsOpen = false;

export function Costs({
  compared,
  service,
  index,
}: {
  readonly compared: ServiceCompared | undefined;
  readonly service: ServiceAnswer;
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
  readonly compared: ServiceCompared | undefined;
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
function Against({ service, index }: { readonly service: ServiceAnswer; readonly index: number }) {
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
function Missing({ compared }: { readonly compared: ServiceCompared | undefined }) {
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
