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
  await context.addInitScript(() => localStorage.setItem("whorunsit.tour", "yes"));
  const visit = await context.newPage();
  await visit.goto(String(page));
  await visit.getByText("ecommerce-platform").first().waitFor();
  // What the core works out after the first view: nothing on the page says that it is done.
  await visit.waitForTimeout(3000);
  await visit.screenshot({ path: join(resolve(process.argv[2]), `calculator-${colorScheme}.png`) });
}
await browser.close();
console.log(`${pathToFileURL(resolve(process.argv[2]))}/calculator-{light,dark}.png`);
