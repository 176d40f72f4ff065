// Other forms of the models, beside the portfolio as it is: what every strategy comes to with each of them, as the core answers.

import type { Comparison } from "./answers";
import { usePage } from "./context";
import type { Explained } from "./explain";
import { Amount, Figure, MissingInputs } from "./figure";
import { count, lacks, MODEL_NAMES, STRATEGY_NAMES } from "./format";

type Variant = NonNullable<Comparison["variants"]>[number];

/** So many services that change are named for a variant. */
const CHANGES = 5;

export function Variants({ comparison }: { readonly comparison: Comparison }) {
  const { view } = usePage();
  const variants = comparison.variants ?? [];
  if (variants.length === 0) return null;
  const partial =
    comparison.strategies.some(lacks) || variants.some(({ strategies }) => strategies.some((one) => one.partial));
  return (
    <>
      <h3>With a variant in place of a model</h3>
      <div class="wide" tabIndex={0} role="region" aria-label="Variants" aria-busy={view.awaitsMoney}>
        <table class="variants stacked">
          <thead>
            <tr>
              <th scope="col">Variant</th>
              {comparison.strategies.map(({ strategy }) => (
                <th scope="col" class="n" key={strategy}>
                  {STRATEGY_NAMES[strategy]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">As it is</th>
              {comparison.strategies.map((one) => (
                <td class="n" key={one.strategy} data-head={STRATEGY_NAMES[one.strategy]}>
                  <Amount
                    value={one.over_horizon}
                    of={`As it is, ${STRATEGY_NAMES[one.strategy]}`}
                    partial={lacks(one)}
                    explain={{ kind: "strategy", strategy: one.strategy, part: "both" }}
                  />
                  <Missed
                    of={`as it is, ${STRATEGY_NAMES[one.strategy]}`}
                    missed={one.targets_missed}
                    explain={{ kind: "strategy", strategy: one.strategy, part: "missed" }}
                  />
                </td>
              ))}
            </tr>
            {variants.map((variant) => (
              <Row key={variant.name} variant={variant} />
            ))}
          </tbody>
        </table>
      </div>
      <p class="hint">
        Paid and lost over the same years; below it the difference from the portfolio as it is (below zero: less), and
        how many services are expected to miss their availability target. With each variant it is decided anew who runs
        what.{partial && " * As far as it is estimated: inputs are missing."}
      </p>
    </>
  );
}

function Row({ variant }: { readonly variant: Variant }) {
  const { name, operating_model, strategies, changes, missing } = variant;
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi>
        <small>in place of {MODEL_NAMES[operating_model]}</small>
        {changes.length > 0 && (
          <small>
            changes who runs{" "}
            {changes
              .slice(0, CHANGES)
              .map(({ service }) => service)
              .join(", ")}
            {changes.length > CHANGES && ` and ${count(changes.length - CHANGES)} more`}
          </small>
        )}
        {missing.length > 0 && (
          <small>
            missing: <MissingInputs paths={missing} />
          </small>
        )}
      </th>
      {strategies.map((one) => {
        const explain = { kind: "variant", variant: name, strategy: one.strategy } as const;
        const of = `${name}, ${STRATEGY_NAMES[one.strategy]}`;
        return (
          <td class="n" key={one.strategy} data-head={STRATEGY_NAMES[one.strategy]}>
            <Amount value={one.over_horizon} of={of} partial={one.partial} explain={explain} />
            <small>
              <Amount
                look="short"
                value={one.more_than_as_it_is}
                of={`Difference from as it is: ${of}`}
                explain={explain}
              />
            </small>
            <Missed of={of} missed={one.targets_missed} explain={explain} />
          </td>
        );
      })}
    </tr>
  );
}

function Missed({
  of,
  missed,
  explain,
}: {
  readonly of: string;
  readonly missed: number | null;
  readonly explain: Explained;
}) {
  return (
    <small>
      <Figure of={`Targets missed: ${of}`} explain={explain}>
        {missed === null ? "targets not estimated" : `${count(missed)} missed`}
      </Figure>
    </small>
  );
}
