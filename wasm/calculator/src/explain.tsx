// What can be asked about a figure, and what is said about figures everywhere. The answers themselves are in basis/,
// loaded when somebody first asks.

import type { Assumption, BudgetMove, CostFlip, FindOut, ScenarioOutcome, SelectionFlip, Swing } from "whorunsit";
import { useEffect, useState } from "preact/hooks";

import type { CostType, Finding, Model, Simulation } from "./answers";
import { usePage } from "./context";
import { capital, words } from "./format";
import type { Key } from "./portfolio";

/** Which figure somebody asked about. Services go by their place in the portfolio. */
export type Explained =
  | {
      readonly kind: "cost";
      readonly service: number;
      readonly model: Model;
      readonly part: CostType | "premium" | "loss";
    }
  /** Of the portfolio without a service: compared with operations running everything, or with how services run today. */
  | { readonly kind: "insurance"; readonly service?: number; readonly today?: boolean }
  | { readonly kind: "strategy"; readonly strategy: string; readonly part: StrategyPart }
  | { readonly kind: "policy" }
  | { readonly kind: "budget"; readonly move: BudgetMove }
  | { readonly kind: "cash-flow" }
  | {
      readonly kind: "scenario";
      readonly one: ScenarioOutcome;
      readonly asItIs: ScenarioOutcome;
      readonly changes: string;
    }
  | { readonly kind: "variant"; readonly variant: string; readonly strategy: string }
  | { readonly kind: "schedule"; readonly name: string; readonly part: "standby" | "protects" | "rota" }
  | { readonly kind: "on-call" }
  | { readonly kind: "scale" }
  | { readonly kind: "plan" }
  | { readonly kind: "wave"; readonly wave: number; readonly part: "one-off" | "per-year" | "schedules" }
  | { readonly kind: "target"; readonly service: number }
  | { readonly kind: "peak"; readonly service: number; readonly peak: number }
  | { readonly kind: "restore"; readonly service: number; readonly model: Model }
  | { readonly kind: "flip"; readonly service: string; readonly flip: CostFlip }
  | { readonly kind: "swing"; readonly service: string; readonly swing: Swing }
  | { readonly kind: "find-out"; readonly found: FindOut }
  | { readonly kind: "assumptions" }
  | { readonly kind: "selection-flip"; readonly service: string; readonly flip: SelectionFlip }
  | { readonly kind: "cell"; readonly row: number; readonly column: number; readonly services: readonly number[] }
  | {
      readonly kind: "simulated";
      readonly simulation: Simulation;
      readonly choice: "hybrid_at_scale" | "all_ops_run_it";
      readonly part: "cost_over_horizon" | "year_loss" | "worst_incident";
    }
  | { readonly kind: "simulated-difference"; readonly simulation: Simulation; readonly service?: string }
  | { readonly kind: "exceedance"; readonly simulation: Simulation };

export type StrategyPart = "premium" | "loss" | "both" | "more" | "standby" | "runs" | "people" | "missed";

export const loadBasis = () => import("./basis/dialog");
type Dialog = Awaited<ReturnType<typeof loadBasis>>["BasisDialog"];

export function ExplainDialog({ what, close }: { readonly what: Explained; readonly close: () => void }) {
  const { say } = usePage();
  const [Loaded, setLoaded] = useState<Dialog>();
  useEffect(() => {
    loadBasis().then(
      ({ BasisDialog }) => setLoaded(() => BasisDialog),
      () => {
        say("Where figures come from could not be loaded: this page is no longer there. Open it again", "error");
        close();
      },
    );
  }, []);
  return Loaded === undefined ? null : <Loaded what={what} close={close} />;
}

export function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <ul class="findings">
      {findings.map((finding, index) => (
        <li key={index} class={finding.severity}>
          <span class="badge">{finding.severity}</span> {capital(finding.message)}{" "}
          <small class="source">{finding.source}</small>
        </li>
      ))}
    </ul>
  );
}

/** A JSON Pointer as the keys on the way. */
export const pathOf = (pointer: string): Key[] =>
  pointer
    .split("/")
    .slice(1)
    .map((key) => (/^\d+$/u.test(key) ? Number(key) : key.replaceAll("~1", "/").replaceAll("~0", "~")));

interface AssumptionsProps {
  /** Those with these codes only; all for `undefined`. */
  readonly codes?: readonly string[] | undefined;
  /** Of an answer; those of the recommendation and the comparison where it is not given. */
  readonly of?: readonly Assumption[] | undefined;
}

/** What tells an assumption apart: a profile makes many of one code. */
export const keyOf = ({ code, profile }: Assumption) => (profile ? `${code} ${profile.name} ${profile.key}` : code);
/** What an assumption is of. */
export const nameOf = ({ code, profile }: Assumption) => (profile ? profile.key.replaceAll("_", " ") : words(code));

export function Assumptions({ codes, of }: AssumptionsProps) {
  const { view, goTo } = usePage();
  const all = new Map<string, Assumption>();
  for (const one of of ?? [...(view.recommendation?.assumptions ?? []), ...(view.comparison?.assumptions ?? [])])
    all.set(keyOf(one), one);
  const kept = [...all.values()].filter((one) => codes === undefined || codes.includes(one.code));
  if (kept.length === 0) return null;
  return (
    <details class="assumptions" open={codes !== undefined}>
      <summary>Assumptions behind it ({kept.length})</summary>
      <ul>
        {kept.map((one) => (
          <li key={keyOf(one)}>
            <strong>{capital(nameOf(one))}</strong>: {one.value} <span class="assumed">assumed</span>{" "}
            <span class="source">{capital(one.reason)}.</span>{" "}
            <button
              type="button"
              class="link"
              onClick={() => goTo(pathOf(one.path))}
              aria-label={`Change it: ${nameOf(one)}`}
            >
              Change it
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
