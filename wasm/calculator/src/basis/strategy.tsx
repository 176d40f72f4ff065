// Strategies, the price of the policy, and scenarios.

import { MODELS, RESULT, type Costs } from "../answers";
import { usePage } from "../context";
import { Assumptions, type Explained, type StrategyPart } from "../explain";
import { HOLDERS } from "../money";
import { count, MODEL_NAMES, number, OUT_OF_HOURS, STRATEGY_NAMES, words, yearsOf } from "../format";
import { Answered, Exact, Facts, Fold, Groups, Lines, Sheet, useAnswer } from "./parts";

const PARTS: Record<StrategyPart, string> = {
  premium: "what is paid",
  loss: "what is lost",
  both: "what is paid and lost",
  more: "more than recommended",
  standby: "standby a year",
  runs: "who runs what",
  people: "people on call",
  missed: "targets missed",
};

export function StrategyBasis({ strategy, part }: { readonly strategy: string; readonly part: StrategyPart }) {
  return (
    <>
      <h2 id="explain-title">
        {STRATEGY_NAMES[strategy]}: {PARTS[part]}
      </h2>
      {part === "more" ? (
        <More strategy={strategy} />
      ) : part === "standby" ? (
        <StandbyLines strategy={strategy} />
      ) : part === "runs" ? (
        <Runs strategy={strategy} />
      ) : part === "people" ? (
        <People strategy={strategy} />
      ) : part === "missed" ? (
        <Missed strategy={strategy} />
      ) : (
        <StrategyGroups strategy={strategy} only={part === "both" ? undefined : part} />
      )}
      <Assumptions />
    </>
  );
}

function useStrategy(strategy: string) {
  const { view, open } = usePage();
  return {
    of: view.of ?? open.portfolio,
    comparison: view.comparison,
    one: view.comparison?.strategies.find((found) => found.strategy === strategy),
  };
}

/** The ledger of a strategy, a row for everything it is for. */
export function StrategyGroups({
  strategy,
  only,
}: {
  readonly strategy: string;
  readonly only?: "premium" | "loss" | undefined;
}) {
  const { of } = useStrategy(strategy);
  const ledger = useAnswer<Costs>("costs", of, { strategy, by: ["cost_type", "code"], line_items: false });
  return (
    <Answered answer={ledger}>
      {(costs) => (
        <>
          <Groups
            label={`Ledger of ${STRATEGY_NAMES[strategy]}`}
            groups={costs.groups.filter(
              (group) => only === undefined || (group.cost_type === "opportunity") === (only === "loss"),
            )}
            years={costs.horizon_years}
            {...(only === undefined ? {} : { together: costs[only] })}
          />
          {only === undefined && (
            <Facts
              facts={[
                ["Paid", <Exact amount={costs.premium.over_horizon} />],
                ["Lost", <Exact amount={costs.loss.over_horizon} />],
              ]}
            />
          )}
          <p class="hint">Every row adds up lines of the ledger. A click on a cost of a service shows its lines.</p>
        </>
      )}
    </Answered>
  );
}

/** What one budget pays for one kind of cost: today, as recommended, and for which services. */
export function BudgetBasis({ move }: Extract<Explained, { kind: "budget" }>) {
  const { of } = useStrategy("hybrid-at-scale");
  const ledger = useAnswer<Costs>("costs", of, {
    by: ["budget_holder", "cost_type", "service", "code"],
    line_items: false,
  });
  return (
    <>
      <h2 id="explain-title">
        {HOLDERS[move.budget_holder]}: what the budget pays for {words(move.cost_type)}
      </h2>
      <Facts
        facts={[
          ["Today, a year", <Exact amount={move.today_per_year} />],
          ["As recommended, a year", <Exact amount={move.after_per_year} />],
          ["What moves, a year", <Exact amount={move.moved_per_year} />],
        ]}
      />
      <Answered answer={ledger}>
        {({ groups }) => (
          <Sheet
            label="For which services"
            heads={["As recommended", "A year"]}
            rows={groups
              .filter((group) => group.budget_holder === move.budget_holder && group.cost_type === move.cost_type)
              .map((group) => [
                <>
                  {group.service}: {words(group.code ?? "")}
                </>,
                <Exact amount={group.per_year} />,
              ])}
            together={[<Exact amount={move.after_per_year} />]}
          />
        )}
      </Answered>
    </>
  );
}

function More({ strategy }: { readonly strategy: string }) {
  const { one } = useStrategy(strategy);
  const { one: ours } = useStrategy("hybrid-at-scale");
  return (
    <>
      <Facts
        facts={[
          [`${STRATEGY_NAMES[strategy]}, paid and lost`, <Exact amount={one?.over_horizon} />],
          ["What is recommended, paid and lost", <Exact amount={ours?.over_horizon} />],
          ["More than recommended (below zero: less)", <Exact amount={one?.more_than_recommended} />],
        ]}
      />
      {[...new Set([strategy, "hybrid-at-scale"])].map((each) => (
        <Fold key={each} title={`Ledger of ${STRATEGY_NAMES[each]}`}>
          <StrategyGroups strategy={each} />
        </Fold>
      ))}
    </>
  );
}

/** The lines of standby under a strategy. */
export function StandbyLines({ strategy }: { readonly strategy: string }) {
  const { of, one } = useStrategy(strategy);
  const ledger = useAnswer<Costs>("costs", of, { strategy, by: [] }, { codes: ["standby"] });
  return (
    <>
      <p>
        What each schedule, and operations' rotas, cost, split equally over the services that they cover, in whole minor
        units of the currency.
      </p>
      <Answered answer={ledger}>
        {({ line_items }) => (
          <Lines label="Lines of standby" items={line_items} together={one?.standby_per_year} ofServices />
        )}
      </Answered>
    </>
  );
}

function Runs({ strategy }: { readonly strategy: string }) {
  const { of, one } = useStrategy(strategy);
  const ledger = useAnswer<Costs>("costs", of, { strategy, by: ["operating_model", "service"], line_items: false });
  return (
    <>
      <Facts
        facts={[
          [`Services under ${MODEL_NAMES["you-build-it-you-run-it"]}`, count(one?.you_build_it_you_run_it ?? 0)],
          [`Services under ${MODEL_NAMES["ops-run-it"]}`, count(one?.ops_run_it ?? 0)],
        ]}
      />
      <Answered answer={ledger}>
        {(costs) => (
          <Sheet
            label="Services of the strategy"
            heads={["Service", `Over ${yearsOf(costs.horizon_years)}`, "Once", "A year"]}
            rows={costs.groups.map((group) => [
              <>
                {group.service}
                <small>{MODEL_NAMES[group.operating_model ?? ""]}</small>
              </>,
              <Exact amount={group.over_horizon} />,
              <Exact amount={group.one_off} />,
              <Exact amount={group.per_year} />,
            ])}
            together={[<Exact amount={one?.over_horizon} />, "", ""]}
          />
        )}
      </Answered>
    </>
  );
}

function People({ strategy }: { readonly strategy: string }) {
  const { one } = useStrategy(strategy);
  return (
    <>
      <p>
        The people who are on call at once out of hours, in the schedules of product teams and in operations' rotas.
        Schedules that only peaks need are left aside.
      </p>
      <Facts
        facts={[
          ["People on call", count(one?.people_on_call ?? 0)],
          ["Schedules of product teams", count(one?.product_team_schedules ?? 0)],
        ]}
      />
      <h3>The schedules, by what they cost</h3>
      <StandbyLines strategy={strategy} />
    </>
  );
}

function Missed({ strategy }: { readonly strategy: string }) {
  const { comparison, one } = useStrategy(strategy);
  const availability = (value: string | null) => (value === null ? "not estimated" : `${number(value, 6)} %`);
  return (
    <>
      <p>
        Services whose expected availability under the strategy is below the target in force in a normal week:{" "}
        {one?.targets_missed == null ? "it cannot be told for any" : count(one.targets_missed)}.
        {strategy === "hybrid-at-scale"
          ? " Each counts under the model that is recommended."
          : " The core counts them with the cover that the strategy gives. The table has both models with the cover that is recommended."}
      </p>
      <Sheet
        label="Expected availability of the services"
        heads={["Service", "Target", ...MODELS.map((model) => MODEL_NAMES[model] ?? "")]}
        rows={(comparison?.services ?? []).map((service) => [
          <>
            <bdi>{service.name}</bdi>
            <small>{MODEL_NAMES[service.operating_model]} is recommended</small>
          </>,
          `${service.availability_target} %`,
          ...MODELS.map((model) => (
            <>
              {availability(service[RESULT[model]].expected_availability)}
              {service[RESULT[model]].meets_target === false && <small class="miss">misses it</small>}
            </>
          )),
        ])}
      />
    </>
  );
}

export function PolicyBasis() {
  const { view } = usePage();
  const price = view.comparison?.policy_price;
  if (price == null) return null;
  return (
    <>
      <h2 id="explain-title">What it costs to follow the selector</h2>
      <p>
        What the recommended choices cost more than least cost over {yearsOf(view.comparison?.horizon_years ?? 0)}: a
        row for each service that least cost runs or covers in another way, and what is saved on standby and on other
        costs that services share.
      </p>
      <Sheet
        label="What least cost saves"
        heads={["Service", "Saved", "Paid less", "Lost less"]}
        rows={[
          ...price.differences.map((one) => [
            <>
              {one.service}
              <small>
                {runs(one.recommended)}. Least cost: {runs(one.least_cost)}
              </small>
            </>,
            <Exact amount={one.saved} />,
            <Exact amount={one.premium_saved} />,
            <Exact amount={one.loss_avoided} />,
          ]),
          ["Standby of all", <Exact amount={price.standby_saved} />, "", ""],
          ["Other shared costs", <Exact amount={price.other_shared_saved} />, "", ""],
        ]}
        together={[<Exact amount={price.over_horizon} />, "", ""]}
      />
      {["hybrid-at-scale", "least-cost"].map((each) => (
        <Fold key={each} title={`Ledger of ${STRATEGY_NAMES[each]}`}>
          <StrategyGroups strategy={each} />
        </Fold>
      ))}
      <Assumptions />
    </>
  );
}

/** How a service is run, in words. */
export const runs = (of: { operating_model: string; out_of_hours: string | null }) =>
  `${MODEL_NAMES[of.operating_model]}${of.out_of_hours === null ? "" : `, ${OUT_OF_HOURS[of.out_of_hours] ?? of.out_of_hours}`}`;

export function CashFlowBasis() {
  const { view } = usePage();
  return (
    <>
      <h2 id="explain-title">Paid and lost so far, month by month</h2>
      <p>
        What is paid once counts in month 0. Each month adds a twelfth of what is paid and lost in a year, discounted.
        The last month is the total over the horizon.
      </p>
      <Sheet
        label="Paid and lost by month"
        heads={["Month", "Recommended", "All Ops Run It"]}
        rows={(view.comparison?.cash_flow ?? []).map((one) => [
          String(one.month),
          <Exact amount={one.hybrid_at_scale} />,
          <Exact amount={one.all_ops_run_it} />,
        ])}
      />
      <Assumptions />
    </>
  );
}

type Scenario = Extract<Explained, { kind: "scenario" }>;

export function ScenarioBasis({ one, asItIs, changes }: Scenario) {
  const same = one.name === asItIs.name;
  const beside = (of: typeof one) => [
    `${count(of.you_build_it_you_run_it)} / ${count(of.ops_run_it)}`,
    count(of.product_team_schedules),
    of.targets_missed === null ? "not estimated" : count(of.targets_missed),
    <Exact amount={of.standby_per_year} />,
    <Exact amount={of.premium_over_horizon} />,
    <Exact amount={of.loss_over_horizon} />,
    <Exact amount={of.over_horizon} />,
    <Exact amount={of.least_cost_over_horizon} />,
    String(of.horizon_years),
  ];
  const names = [
    "Run by teams / operations",
    "Schedules of product teams",
    "Targets missed",
    "Standby a year",
    "Paid over the horizon",
    "Lost over the horizon",
    "Paid and lost",
    "The same at least cost",
    "Years",
  ];
  const [before, now] = [beside(asItIs), beside(one)];
  return (
    <>
      <h2 id="explain-title">
        Scenario: <bdi>{one.name}</bdi>
      </h2>
      <Sheet
        label="The scenario beside the portfolio as it is"
        heads={["Of what is recommended", "As it is", ...(same ? [] : [one.name])]}
        rows={names.map((name, at) => [name, before[at], ...(same ? [] : [now[at]])])}
      />
      {same ? (
        <Fold title="Ledger of what is recommended">
          <StrategyGroups strategy="hybrid-at-scale" />
        </Fold>
      ) : (
        <>
          <Facts
            facts={[
              [
                "Paid and lost more than as it is (below zero: less)",
                one.more_than_as_it_is === null ? (
                  one.horizon_years === asItIs.horizon_years ? (
                    "not to be told: other inputs are missing"
                  ) : (
                    "not to be told: the horizons differ"
                  )
                ) : (
                  <Exact amount={one.more_than_as_it_is} />
                ),
              ],
            ]}
          />
          <h3>What the scenario changes</h3>
          <pre class="changes" tabIndex={0}>
            {changes}
          </pre>
          {one.changes.length === 0 ? (
            <p>Every service is run as before.</p>
          ) : (
            <Sheet
              label="Services run in another way"
              heads={["Service", "As it is", one.name]}
              text={3}
              rows={one.changes.map((change) => [
                change.service,
                change.from === null ? "not there" : runs(change.from),
                change.to === null ? "removed" : runs(change.to),
              ])}
            />
          )}
          <p class="hint">
            The core works the whole portfolio out anew with these changes, and answers with these sums. For single
            lines of the ledger make the changes in the inputs; undo takes them back.
          </p>
          <Fold title="Ledger as it is, without the changes">
            <StrategyGroups strategy="hybrid-at-scale" />
          </Fold>
        </>
      )}
      <Assumptions />
    </>
  );
}
