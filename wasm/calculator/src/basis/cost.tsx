// What one service costs under one model, and what the dearer model is worth.

import type { Insurance } from "whorunsit";

import { RESULT, type Costs, type CostType, type Model } from "../answers";
import { usePage } from "../context";
import { Assumptions } from "../explain";
import { capital, COST_NAMES, MODEL_NAMES, STRATEGY_NAMES, yearsOf } from "../format";
import { changed, text } from "../portfolio";
import { Answered, Exact, Facts, Fold, IncidentMean, Lines, useAnswer } from "./parts";
import { StrategyGroups } from "./strategy";

const PREMIUM = ["setup", "transition", "run", "incident"];

interface CostProps {
  readonly service: number;
  readonly model: Model;
  readonly part: CostType | "premium" | "loss";
}

export function CostBasis({ service, model, part }: CostProps) {
  const { view, open } = usePage();
  const name = text((view.of ?? open.portfolio).services[service]?.["name"]);
  const what = part === "premium" ? "what is paid" : part === "loss" ? "what is lost" : (COST_NAMES[part] ?? "");
  return (
    <>
      <h2 id="explain-title">
        <bdi>{name}</bdi> under {MODEL_NAMES[model]}: {what.toLowerCase()}
      </h2>
      <ServiceLines service={service} model={model} part={part} />
      <Assumptions />
    </>
  );
}

/** The lines behind one figure of a service. Standby is told apart: a schedule is shared by the services it covers. */
function ServiceLines({ service, model, part }: CostProps) {
  const { view, open } = usePage();
  const of = view.of ?? open.portfolio;
  const costs = view.comparison?.services[service]?.[RESULT[model]];
  const years = view.comparison?.horizon_years;
  const types = part === "premium" ? PREMIUM : [part === "loss" ? "opportunity" : part];
  const over = part === "premium" || part === "loss";
  const figure =
    part === "premium" ? costs?.premium_over_horizon : part === "loss" ? costs?.loss_over_horizon : costs?.[part];
  // The ledger of the model that was not chosen: the portfolio in which it was.
  const ledger = useAnswer<Costs>(
    "costs",
    changed(of, ["services", service, "operating_model"], model),
    { by: [] },
    { services: [text(of.services[service]?.["name"])], types },
  );
  return (
    <Answered answer={ledger}>
      {({ line_items }) => {
        const standby = line_items.filter(({ code }) => code === "standby");
        return (
          <>
            <Lines
              label={`Lines of the ledger under ${MODEL_NAMES[model]}`}
              items={line_items.filter(({ code }) => code !== "standby")}
              years={over ? years : undefined}
              together={figure}
            />
            <IncidentMean items={line_items} given={of.services[service]?.["incidents_per_year"]} />
            {standby.length > 0 && (
              <>
                <h3>Standby, told apart</h3>
                <p>
                  A schedule is shared by the services that it covers, so it counts for the portfolio and not for one
                  service.
                </p>
                <Lines label={`Standby under ${MODEL_NAMES[model]}`} items={standby} years={over ? years : undefined} />
              </>
            )}
          </>
        );
      }}
    </Answered>
  );
}

export function InsuranceBasis({ service, today = false }: { readonly service?: number; readonly today?: boolean }) {
  const { view } = usePage();
  const { comparison, recommendation } = view;
  const whole = today ? recommendation?.against_today : recommendation?.insurance;
  const found = service === undefined ? whole : recommendation?.services[service]?.insurance;
  const name = service === undefined ? "" : (recommendation?.services[service]?.name ?? "");
  return (
    <>
      <h2 id="explain-title">
        {service === undefined ? "What the recommendation is worth" : `${name}: what You Build It You Run It is worth`}
      </h2>
      <p>
        {service === undefined
          ? `What is recommended, compared with ${today ? "how services run today" : "operations running everything"}.`
          : "You Build It You Run It compared with Ops Run It. Below zero, operations are the better deal. Standby counts as the portfolio would pay more or less of it: a service that leaves operations saves nothing of their rotas, unless it is the last."}
        {found?.partial === true &&
          " Inputs are missing: what is not estimated is left out, so which model costs less cannot be told where the models lack different amounts."}
      </p>
      {view.awaitsMoney ? (
        <p aria-busy="true">It is still being worked out.</p>
      ) : found == null ? (
        <p>No costs are given, so there is nothing to compare in money.</p>
      ) : (
        <InsuranceFacts insurance={found} years={comparison?.horizon_years} />
      )}
      {service === undefined
        ? (["hybrid-at-scale", ...(today ? [] : (["all-ops-run-it"] as const))] as const).map((strategy) => (
            <Fold key={strategy} title={`Ledger of ${STRATEGY_NAMES[strategy]}`}>
              <StrategyGroups strategy={strategy} />
            </Fold>
          ))
        : (["you-build-it-you-run-it", "ops-run-it"] as const).flatMap((model) =>
            (["premium", "loss"] as const).map((part) => (
              <Fold
                key={`${model} ${part}`}
                title={`Ledger under ${MODEL_NAMES[model]}: ${part === "premium" ? "what is paid" : "what is lost"}`}
              >
                <ServiceLines service={service} model={model} part={part} />
              </Fold>
            )),
          )}
      <Assumptions />
    </>
  );
}

const UNTOLD = "cannot be told from what is estimated";

function InsuranceFacts({ insurance, years }: { readonly insurance: Insurance; readonly years: number | undefined }) {
  const over = years === undefined ? "over the horizon" : `over ${yearsOf(years)}`;
  return (
    <Facts
      facts={[
        ["Lost less a year", <Exact amount={insurance.loss_avoided_per_year} />],
        [`Lost less ${over}`, <Exact amount={insurance.loss_avoided_over_horizon} />],
        ["Paid more once", <Exact amount={insurance.extra_one_off} />],
        ["Paid more a year, standby included", <Exact amount={insurance.extra_premium_per_year} />],
        ["of which standby", <Exact amount={insurance.extra_standby_per_year} />],
        [`Paid more ${over}`, <Exact amount={insurance.extra_premium_over_horizon} />],
        [
          capital(`net benefit ${over}: what is lost less, without what is paid more`),
          <Exact amount={insurance.net_benefit} />,
        ],
        // Of amounts that lack something it means nothing.
        [
          "Lost less for each unit paid more",
          insurance.ratio === null ? "nothing more is paid" : insurance.partial ? UNTOLD : insurance.ratio,
        ],
        [
          "Made up for by the end of month",
          insurance.payback_month !== null
            ? insurance.payback_month === 0
              ? "at once"
              : String(insurance.payback_month)
            : insurance.agrees === null
              ? UNTOLD
              : "never within the horizon",
        ],
      ]}
    />
  );
}
