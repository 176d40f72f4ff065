// In depth: the tabs below the table of services, and what each of them shows.

import { Charts } from "./charts";
import type { Lab } from "./lab";
import { later } from "./later";
import { OnCall, Plan, Strategies } from "./panels";
import { ScenariosPanel } from "./scenarios";
import { Simulate, type Simulated1 } from "./simulate";
import { Tabs } from "./tabs";

const Ready = later(() => import("./ready").then((found) => found.Ready));
const Inputs = later(() => import("./inputs").then((found) => found.Inputs));
const AsText = later(() => import("./inputs").then((found) => found.AsText));

const TABS = ["Money", "On call", "Uncertainty", "What if", "Plan", "Ready"] as const;
/** What the menu opens beside them. */
export const EXTRAS = ["All inputs", "As text", "Charts"] as const;
export type Tab = (typeof TABS)[number] | (typeof EXTRAS)[number];
const TITLES: Record<Tab, string> = {
  Money: "What it costs and loses",
  "On call": "Who is on call",
  Uncertainty: "How sure it is",
  "What if": "What if it were different",
  Plan: "How to change over",
  Ready: "It won't work here",
  "All inputs": "All inputs",
  "As text": "The case as text",
  Charts: "Charts",
};

interface DepthProps {
  readonly lab: Lab;
  readonly tab: Tab;
  readonly show: (tab: Tab) => void;
  readonly simulated: Simulated1 | undefined;
  readonly showSimulated: (done: Simulated1) => void;
}

export function Depth({ lab, tab, show, simulated, showSimulated }: DepthProps) {
  const extra = EXTRAS.find((one) => one === tab);
  const shownTabs: readonly Tab[] = extra === undefined ? TABS : [...TABS, extra];
  return (
    <section class="panel portfolio" aria-label="In depth">
      <Tabs label="In depth" names={shownTabs} shown={tab} show={show} id="tab" />
      <div role="tabpanel" id="tab-panel" aria-labelledby={`tab-${tab}`}>
        <h2>{TITLES[tab]}</h2>
        {tab === "Money" && <Strategies />}
        {tab === "On call" && <OnCall />}
        {tab === "Plan" && <Plan />}
        <div hidden={tab !== "Uncertainty"}>
          <Simulate
            lab={lab}
            done={simulated}
            show={showSimulated}
            waiting={lab.running}
            shown={tab === "Uncertainty"}
          />
        </div>
        {tab === "Charts" && <Charts />}
        {tab === "What if" && <ScenariosPanel />}
        {tab === "Ready" && <Ready />}
        {tab === "All inputs" && (
          <Inputs
            asText={() => {
              show("As text");
              requestAnimationFrame(() => document.getElementById("tab-As text")?.focus());
            }}
          />
        )}
        {tab === "As text" && <AsText />}
      </div>
    </section>
  );
}
