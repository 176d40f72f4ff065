// Where a figure comes from: the core's own figures, the ledger's lines with their basis, and the assumptions behind it.

import { InCurrency } from "../context";
import { Assumptions, type Explained } from "../explain";
import { Modal } from "../modal";
import { CostBasis, InsuranceBasis } from "./cost";
import { OnCallBasis, ScaleBasis, ScheduleBasis } from "./on-call";
import { PlanBasis, WaveBasis } from "./plan";
import {
  CellBasis,
  FindOutBasis,
  FlipBasis,
  PeakBasis,
  RestoreBasis,
  SelectionFlipBasis,
  SwingBasis,
  TargetBasis,
} from "./service";
import { DifferenceBasis, ExceedanceBasis, SimulatedBasis } from "./simulation";
import { BudgetBasis, CashFlowBasis, PolicyBasis, ScenarioBasis, StrategyBasis } from "./strategy";
import { VariantBasis } from "./variant";

export function BasisDialog({ what, close }: { readonly what: Explained; readonly close: () => void }) {
  return (
    <Modal titled="explain-title" look="explain" close={close}>
      {"simulation" in what ? (
        <InCurrency currency={what.simulation.currency}>
          <Basis what={what} />
        </InCurrency>
      ) : (
        <Basis what={what} />
      )}
    </Modal>
  );
}

function Basis({ what }: { readonly what: Explained }) {
  switch (what.kind) {
    case "cost":
      return <CostBasis {...what} />;
    case "insurance":
      return <InsuranceBasis {...what} />;
    case "strategy":
      return <StrategyBasis {...what} />;
    case "policy":
      return <PolicyBasis />;
    case "budget":
      return <BudgetBasis {...what} />;
    case "cash-flow":
      return <CashFlowBasis />;
    case "scenario":
      return <ScenarioBasis {...what} />;
    case "variant":
      return <VariantBasis {...what} />;
    case "schedule":
      return <ScheduleBasis {...what} />;
    case "on-call":
      return <OnCallBasis />;
    case "scale":
      return <ScaleBasis />;
    case "plan":
      return <PlanBasis />;
    case "wave":
      return <WaveBasis {...what} />;
    case "target":
      return <TargetBasis {...what} />;
    case "peak":
      return <PeakBasis {...what} />;
    case "restore":
      return <RestoreBasis {...what} />;
    case "flip":
      return <FlipBasis {...what} />;
    case "swing":
      return <SwingBasis {...what} />;
    case "find-out":
      return <FindOutBasis {...what} />;
    case "assumptions":
      return <AssumptionsBasis />;
    case "selection-flip":
      return <SelectionFlipBasis {...what} />;
    case "cell":
      return <CellBasis {...what} />;
    case "simulated":
      return <SimulatedBasis {...what} />;
    case "simulated-difference":
      return <DifferenceBasis {...what} />;
    case "exceedance":
      return <ExceedanceBasis {...what} />;
  }
}

function AssumptionsBasis() {
  return (
    <>
      <h2 id="explain-title">What the figures assume</h2>
      <p>Where the case gives no value, these stand in. Each is named, and each can be changed.</p>
      <Assumptions />
    </>
  );
}
