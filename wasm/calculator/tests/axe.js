// What axe-core finds on a page, in both colour schemes.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The rules whose outcome depends on colours: all else is the same in the dark. */
const COLOURS = ["color-contrast", "link-in-text-block"];

/** What axe finds in light by all rules, and in the dark by those about colours, without a second visit: there on the whole page
 *  or on the part that is not as it was when the whole page was looked at. `darkened` is called while it is dark. */
export async function violations(page, { part, darkened } = {}) {
  // The page's policy allows no script but its own: this one is run by the browser's debugger.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const found = async (where, options) => {
    // What is under the bar at the top is a scroll away.
    await page.evaluate(() => scrollTo(0, 0));
    return page.evaluate(([where, options]) => window.axe.run(where ?? document, options), [where, options]);
  };
  const light = await found(undefined, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    rules: { "target-size": { enabled: true } },
  });
  assert.ok(light.passes.length > 20);
  await page.emulateMedia({ colorScheme: "dark" });
  await darkened?.();
  const dark = await found(part, { runOnly: { type: "rule", values: COLOURS } });
  await page.emulateMedia({ colorScheme: "light" });
  assert.ok(dark.passes.some(({ id }) => id === "color-contrast"));
  return [
    ["light", light],
    ["dark", dark],
  ].flatMap(([scheme, { violations }]) =>
    violations.map(
      ({ id, nodes }) =>
        `${scheme}, ${id}: ${nodes
          .slice(0, 3)
          .map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ""}`)
          .join(" | ")}`,
    ),
  );
}
