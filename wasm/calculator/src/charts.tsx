// The core's own charts, as Vega-Lite specifications.

import type { Chart, ChartName } from "whorunsit";
import { useEffect, useRef, useState } from "preact/hooks";

import { usePage } from "./context";
import { Refusal } from "./engine";
import { capital } from "./format";
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

/** Where there is less room, a chart has the core's compact form. */
const ROOMY = 520;
/** With less room than that a chart is looked at from side to side: its letters would lie over each other. */
const LEAST = 480;

/** The charts that rest on trials. */
const SIMULATED: ReadonlySet<ChartName> = new Set(["exceedance", "density"]);

export function Charts() {
  const page = usePage();
  const { open, view, selected, live } = page;
  const [name, setName] = useState<ChartName>("costs");
  const [whole, setWhole] = useState(true);
  const [problem, setProblem] = useState("");
  const [spec, setSpec] = useState<unknown>();
  /** How wide a chart may be; it is drawn anew when there is more or less room, as when a phone is turned. */
  const [room, setRoom] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const of = view.of;
  const service = text(of?.services[selected]?.["name"]);
  const [, title, about] = CHARTS.find(([one]) => one === name) ?? CHARTS[0]!;
  const compact = room < ROOMY;
  const forService = about === "service" || (about === "both" && !whole);
  const failed = (error: Error) =>
    setProblem(
      error instanceof Refusal
        ? error.problems.map(({ message, help }) => `${capital(message)}. ${capital(help)}.`).join(" ")
        : `The chart cannot be drawn: ${error.message}`,
    );

  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const measure = () => element.clientWidth > 0 && setRoom(Math.min(1200, element.clientWidth - 8));
    const sizes = new ResizeObserver(measure);
    sizes.observe(element);
    return () => sizes.disconnect();
  }, []);

  useEffect(() => {
    if (of === undefined || room === 0) return undefined;
    let gone = false;
    const options = {
      places: false,
      chart: name,
      compact,
      ...(forService ? { service } : {}),
      ...(SIMULATED.has(name) ? { trials: "2000", seed: open.seed } : {}),
    };
    live.engine.ask<Chart>("chart", JSON.stringify(of), options).then(
      (answer) => {
        if (gone) return;
        setProblem("");
        setSpec(answer.spec);
      },
      (error: Error) => gone || failed(error),
    );
    return () => {
      gone = true;
    };
  }, [of, name, forService, service, open.seed, room > 0, compact]);

  useEffect(() => {
    const into = box.current;
    if (into === null || spec === undefined || room === 0) return undefined;
    let gone = false;
    let take = () => {};
    import("./vega")
      .then(async ({ draw }) => {
        // Drawn aside, so that the one before stays until the new one is whole.
        const fresh = document.createElement("div");
        const ended = await draw(spec, fresh, Math.max(LEAST, room), getComputedStyle(into).fontFamily);
        if (gone) return ended();
        take = ended;
        into.replaceChildren(fresh);
      })
      .catch((error: Error) => gone || failed(error));
    return () => {
      gone = true;
      take();
    };
  }, [spec, room]);

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
      {problem !== "" && <p class="notice">{problem}</p>}
      <div
        class="vega"
        ref={box}
        tabIndex={0}
        role="figure"
        aria-label={forService ? `${title}: ${service}` : title}
        hidden={problem !== ""}
      />
    </>
  );
}
