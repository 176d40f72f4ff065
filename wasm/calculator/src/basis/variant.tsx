// What a strategy comes to with a variant in place of a model: the core's sums, beside those of the portfolio as it is.

import { usePage } from "../context";
import { Assumptions, type Explained } from "../explain";
import { count, MODEL_NAMES, STRATEGY_NAMES } from "../format";
import { MissingInputs } from "../figure";
import { Exact, Facts, Fold, Sheet } from "./parts";
import { runs, StrategyGroups } from "./strategy";

export function VariantBasis({ variant, strategy }: Extract<Explained, { kind: "variant" }>) {
  const { view } = usePage();
  const outcome = view.comparison?.variants?.find(({ name }) => name === variant);
  const now = outcome?.strategies.find((one) => one.strategy === strategy);
  const before = view.comparison?.strategies.find((one) => one.strategy === strategy);
  if (outcome === undefined || now === undefined || before === undefined)
    return <h2 id="explain-title">This variant is no longer there</h2>;
  const missed = (value: number | null) => (value === null ? "not estimated" : count(value));
  return (
    <>
      <h2 id="explain-title">
        <bdi>{variant}</bdi>: {STRATEGY_NAMES[strategy]}
      </h2>
      <p>
        In place of {MODEL_NAMES[outcome.operating_model]}. The core works the whole portfolio out anew with it, and
        decides anew who runs what.
      </p>
      <Sheet
        label="The variant beside the portfolio as it is"
        heads={["", "As it is", variant]}
        rows={[
          [
            "Paid over the horizon",
            <Exact amount={before.premium.over_horizon} />,
            <Exact amount={now.premium_over_horizon} />,
          ],
          [
            "Lost over the horizon",
            <Exact amount={before.loss.over_horizon} />,
            <Exact amount={now.loss_over_horizon} />,
          ],
          ["Paid and lost", <Exact amount={before.over_horizon} />, <Exact amount={now.over_horizon} />],
          ["Targets missed", missed(before.targets_missed), missed(now.targets_missed)],
        ]}
      />
      <Facts
        facts={[
          [
            "Paid and lost more than as it is (below zero: less)",
            now.more_than_as_it_is === null ? (
              "not to be told: other inputs are missing"
            ) : (
              <Exact amount={now.more_than_as_it_is} />
            ),
          ],
          ...(now.partial ? [["Inputs that are missing", <MissingInputs paths={outcome.missing} />] as const] : []),
        ]}
      />
      {outcome.changes.length === 0 ? (
        <p>It is recommended to run every service as before.</p>
      ) : (
        <Sheet
          label="Services recommended to be run in another way"
          heads={["Service", "As it is", variant]}
          text={3}
          rows={outcome.changes.map(({ service, from, to }) => [service, runs(from), runs(to)])}
        />
      )}
      <p class="hint">
        For single lines of the ledger put what the variant changes into the inputs; undo takes it back.
      </p>
      <Fold title="Ledger as it is, without the variant">
        <StrategyGroups strategy={strategy} />
      </Fold>
      <Assumptions />
    </>
  );
}
