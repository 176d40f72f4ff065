// Pictures of the calculator for the README, light and dark: node picture.js FOLDER, after `npm run single`.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { chromium } from "playwright-core";

const page = new URL("dist-single/whorunsit-calculator.html", import.meta.url);
const executablePath = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path && existsSync(path));
const browser = await chromium.launch({ executablePath, args: ["--headless", "--no-sandbox", "--disable-gpu"] });
for (const colorScheme of ["light", "dark"]) {
  const context = await browser.newContext({
    viewport: { width: 1360, height: 900 },
    locale: "en-GB",
    colorScheme,
    reducedMotion: "reduce",
  });
  const visit = await context.newPage();
  await visit.goto(String(page));
  await visit.getByText("ecommerce-platform").first().waitFor();
  // What the core works out after the first view: how sure it is, and then what to find out next.
  await visit.getByText(/Nine of ten simulated futures/u).waitFor({ timeout: 60_000 });
  await visit.locator(".decisions .next-steps li").first().waitFor({ timeout: 60_000 });
  await visit.waitForTimeout(500);
  await visit.screenshot({ path: join(resolve(process.argv[2]), `calculator-${colorScheme}.png`) });
}
await browser.close();
console.log(`${pathToFileURL(resolve(process.argv[2]))}/calculator-{light,dark}.png`);
