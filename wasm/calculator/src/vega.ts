// Vega, loaded when somebody first looks at a chart. Its expressions are interpreted: the page's policy allows no eval.

import { Error as ErrorLevel, parse, View, type Spec } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile, type TopLevelSpec } from "vega-lite";

/** Draws a specification of the core into an element, and says how to take it away. */
export async function draw(spec: unknown, into: HTMLElement, width: number, font: string): Promise<() => void> {
  // Letters and lines have the colours of the page, and change with them between light and dark.
  const ink = "var(--ink)";
  const rule = "var(--rule)";
  const letters = { labelColor: ink, titleColor: ink };
  const own = {
    font,
    axis: { ...letters, gridColor: rule, domainColor: rule, tickColor: rule },
    legend: letters,
    header: letters,
    title: { color: ink, subtitleColor: ink },
    text: { color: ink, fill: ink },
    view: { stroke: rule },
  };
  const config: Record<string, unknown> = { ...own };
  for (const [key, value] of Object.entries((spec as { config?: object }).config ?? {})) {
    const mine = config[key];
    config[key] = typeof mine === "object" && typeof value === "object" ? { ...mine, ...value } : value;
  }
  // From the edge of the page, where its own headings start: beside the labels of the axis there is no room on a telephone.
  const narrow = width < NARROW;
  const { title } = spec as { title?: unknown };
  const led =
    typeof title === "object" && title !== null
      ? { title: { ...title, frame: "bounds", ...(narrow ? { fontSize: 13 } : {}) } }
      : {};
  const given = {
    ...wide(spec as object, width),
    ...led,
    autosize: { type: "fit-x", contains: "padding" },
    ...(narrow ? { padding: { left: 5, right: BESIDE, top: 5, bottom: 5 } } : {}),
    config,
  };
  const { spec: compiled } = compile(given as unknown as TopLevelSpec);
  const runtime = parse(compiled as Spec, undefined, { ast: true });
  const view = new View(runtime, {
    expr: expressionInterpreter,
    renderer: "svg",
    container: into,
    hover: true,
    logLevel: ErrorLevel,
    // Specifications hold their data: nothing is ever fetched.
    loader: { load: refuse, sanitize: refuse, http: refuse, file: refuse },
  });
  await view.runAsync();
  return () => view.finalize();
}

/** Where there is less room, titles are smaller, and amounts beside the longest bar need room of their own. */
const NARROW = 520;
const BESIDE = 40;

/** Room for the labels of the axis of views that stand one above the other: their own width is without it. */
const AXIS = 110;

/** The specification in so much room. */
function wide(spec: object, width: number): object {
  const views = (spec as { vconcat?: object[] }).vconcat;
  if (views === undefined) return { ...spec, width };
  return { ...spec, vconcat: views.map((view) => ({ ...view, width: Math.max(160, width - AXIS) })) };
}

const refuse = (): Promise<never> => Promise.reject(new Error("charts load nothing"));
