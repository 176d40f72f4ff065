// Where in the portfolio a problem is, as people read it.

import type { Problem } from "whorunsit";

import { capital, MODEL_NAMES, words } from "./format";
import { text, type Portfolio } from "./portfolio";

/** `/response/ops-run-it/tiers/0/handling` as people read it. */
const placeOf = (path: string): string =>
  capital(
    path
      .split("/")
      .slice(1)
      .map((key) => (/^\d+$/u.test(key) ? ` ${Number(key) + 1}` : `, ${MODEL_NAMES[key] ?? words(key)}`))
      .join("")
      .slice(2),
  );

/** The problem with the name of its service, or its place, before it. */
export function placed(problem: Problem, portfolio: Portfolio): string {
  const at = /^\/services\/(\d+)(?:\/|$)/u.exec(problem.path);
  const name =
    at === null
      ? placeOf(problem.path)
      : text(portfolio.services[Number(at[1])]?.["name"]) || `service ${Number(at[1]) + 1}`;
  return `${name === "" ? "" : `${name}: `}${problem.message}`;
}
