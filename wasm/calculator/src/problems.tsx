// What is wrong with the inputs, told in one place.

import type { Problem } from "whorunsit";

import type { Page } from "./context";
import { capital, count } from "./format";
import { placed } from "./problem";

export function Problems({ page, problems }: { readonly page: Page; readonly problems: readonly Problem[] }) {
  return (
    <div class="error problems">
      <p>
        <strong>{problems.length === 1 ? "One input" : `${count(problems.length)} inputs`} to correct.</strong>{" "}
        {page.view.of === undefined
          ? "Until then there are no figures."
          : page.view.leftOut.length > 0
            ? "The figures are those of the other services."
            : "The figures are those from before."}
      </p>
      <ul>
        {problems.slice(0, 3).map((problem, index) => (
          <li key={index}>
            {placed(problem, page.open.portfolio)}. {capital(problem.help)}.
          </li>
        ))}
      </ul>
      {problems.length > 3 && <p>and {count(problems.length - 3)} more</p>}
    </div>
  );
}
