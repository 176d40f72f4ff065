// The rest about a service: from what one model costs to the other, and how sure that is.

import {
  RESULT,
  type CostFlip,
  type Model,
  type ServiceAnswer,
  type ServiceCompared,
  type Simulation,
} from "./answers";
import { usePage } from "./context";
import { Amount, Figure, Years } from "./figure";
import { count, counted, likely, MODEL_NAMES, money, negative, OUT_OF_HOURS, words, size, three } from "./format";

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

/** From what operations would pay and lose to what its team would: the same scale for all four rows. */
function Waterfall({
  service,
  compared,
  index,
}: {
  readonly service: ServiceAnswer;
  readonly compared: ServiceCompared | undefined;
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

function Sureness({
  service,
  simulation,
}: {
  readonly service: ServiceAnswer;
  readonly simulation: Simulation | undefined;
}) {
  const page = usePage();
  const simulated = simulation?.services.find(({ name }) => name === service.name);
  const flips = page.view.sensitivity?.services.find(({ name }) => name === service.name)?.flips;
  const show = (input: string, value: string) =>
    /per_hour|_week$/u.test(input) ? money(value, page.currency) : /^\d/u.test(value) ? three(value) : value;
  return (
    <div class="sureness">
      <h2>How sure is it?</h2>
      {service.insurance === null ? (
        <p class="hint">Without costs there is nothing to simulate: give them under “All inputs” in the menu.</p>
      ) : simulation === undefined || simulated === undefined ? (
        <p class="hint">Simulating how likely each model is to be the cheaper one, as far as the inputs allow …</p>
      ) : simulated.you_build_it_cheaper_percent === null ? (
        <p class="hint">Which model is cheaper is not estimated: an input is missing.</p>
      ) : simulated.tied_percent === "100" ? (
        <p>Both models cost the same in all trials.</p>
      ) : (
        <p>
          You Build It You Run It is cheaper in{" "}
          <Figure
            of="Share of trials"
            exact={simulated.you_build_it_cheaper_percent}
            explain={{ kind: "simulated-difference", simulation, service: service.name }}
          >
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
