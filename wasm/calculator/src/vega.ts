// Vega, loaded when somebody first looks at a chart. Its expressions are interpreted: the page's policy allows no eval.

import { Error as ErrorLevel, parse, View, type Spec } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile, type TopLevelSpec } from "vega-lite";

/** Draws a specification of the core into an element, and says how to take it away. */
export async function draw(spec: unknown, into: HTMLElement, width: number): Promise<() => void> {
  const { spec: compiled } = compile({ ...(spec as TopLevelSpec), autosize: { type: "fit-x", contains: "padding" } } as TopLevelSpec, { config: { font: "system-ui, sans-serif" } });
  const runtime = parse({ ...compiled, width } as Spec, undefined, { ast: true });
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

const refuse = (): Promise<never> => Promise.reject(new Error("charts load nothing"));
