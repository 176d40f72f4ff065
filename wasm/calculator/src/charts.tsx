// The core's own charts, as Vega-Lite specifications.

import type { Chart, ChartName } from "whorunsit";
import { useState } from "preact/hooks";

import { usePage } from "./context";
import { Picture } from "./picture";
import { text } from "./portfolio";

const CHARTS: readonly (readonly [ChartName, string, "service" | "portfolio" | "both"])[] = [
  ["costs", "Costs by type", "both"],
  ["exceedance", "How likely a year loses more", "both"],
  ["tornado", "What uncertain inputs do", "service"],
  ["map", "Which model is cheaper", "service"],
  ["scale", "Standby as teams are added", "portfolio"],
  ["break-even", "When the plan breaks even", "portfolio"],
  ["workflow", "What manual steps delay", "service"],
  ["selector", "The selector", "portfolio"],
  ["waterfall", "From operations to what is recommended", "portfolio"],
  ["heat-map", "Services by cost type", "portfolio"],
  ["density", "How the difference is spread", "service"],
  ["rota", "Who is on call when", "portfolio"],
];

/** The charts that rest on trials. */
const SIMULATED: ReadonlySet<ChartName> = new Set(["exceedance", "density"]);

export function Charts() {
  const page = usePage();
  const { open, view, selected, live } = page;
  const [name, setName] = useState<ChartName>("costs");
  const [whole, setWhole] = useState(true);
  const of = view.of;
  const service = text(of?.services[selected]?.["name"]);
  const [, title, about] = CHARTS.find(([one]) => one === name) ?? CHARTS[0]!;
  const forService = about === "service" || (about === "both" && !whole);
  const ask = async (compact: boolean): Promise<unknown> => {
    const options = {
      places: false,
      chart: name,
      compact,
      ...(forService ? { service } : {}),
      ...(SIMULATED.has(name) ? { trials: "2000", seed: open.seed } : {}),
    };
    return (await live.engine.ask<Chart>("chart", JSON.stringify(of), options)).spec;
  };
  return (
    <>
      <div class="row">
        <label>
          Chart{" "}
          <select value={name} onChange={(event) => setName(event.currentTarget.value as ChartName)}>
            {CHARTS.map(([one, label]) => (
              <option key={one} value={one}>
                {label}
              </option>
            ))}
          </select>
        </label>
        {about === "both" && (
          <label>
            of{" "}
            <select value={whole ? "all" : "one"} onChange={(event) => setWhole(event.currentTarget.value === "all")}>
              <option value="all">the portfolio</option>
              <option value="one">{service}</option>
            </select>
          </label>
        )}
        {about === "service" && <span>of {service}</span>}
        {SIMULATED.has(name) && <small>2,000 trials, seed {open.seed}</small>}
      </div>
      {of !== undefined && (
        <Picture
          label={forService ? `${title}: ${service}` : title}
          ask={ask}
          of={[of, name, forService, service, open.seed]}
        />
      )}
    </>
  );
}
