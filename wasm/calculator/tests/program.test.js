// A link opened in a fresh profile shows the same figures, to the last digit, as the command-line program on the exported
// file with the same seed. What is compared is what stands on the page.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";

import { button, exported, here, imported, launch, open, serve, settled, toTab, simulated } from "./common.js";

const program = ["release", "debug"]
  .map((profile) => here(`../../../target/${profile}/whorunsit`))
  .find((path) => existsSync(path));
const folder = mkdtempSync(join(tmpdir(), "whorunsit-program-"));
let server;
let browser;
before(async () => {
  assert.ok(program !== undefined, "build the program first: cargo build --release --package whorunsit-cli");
  server = await serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true });
});

const TYPES = ["setup", "transition", "run", "incident", "opportunity", "premium_over_horizon", "loss_over_horizon"];
const NAMES = { "you-build-it-you-run-it": "You Build It You Run It", "ops-run-it": "Ops Run It" };
const amounts = (locator) => locator.evaluateAll((all) => all.map((one) => one.value));

const ask = (file, ...args) =>
  JSON.parse(execFileSync(program, [...args, file, "--format", "json"], { encoding: "utf8", maxBuffer: 1 << 28 }));

/** The figures of every service as they stand on the page, the exact ones where it shows them rounded. */
async function shownByService(page, { likely = true } = {}) {
  const found = [];
  for (const row of await page.locator(".services tbody tr").all()) {
    await row.locator("td.name input").focus();
    const name = await row.locator("td.name input").inputValue();
    await page.locator("#service h2").getByText(name, { exact: true }).waitFor();
    found.push({
      name,
      model: await row.locator(".chip").innerText(),
      target: await row.locator("td.n").first().innerText(),
      benefit: (await amounts(row.locator("data")))[0] ?? null,
      sentence: await page.locator("#service .sentence").innerText(),
      costs: await amounts(page.locator("#service .costs data")),
      likely: likely ? await page.locator(".sureness .figure data").first().getAttribute("value") : "",
    });
  }
  return found;
}

/** Nothing, of which something is missing, is told as not estimated. */
const told = (amount, partial) => (partial && amount === "0" ? null : amount);

/** The same by the program's own answers. */
function expectedByService({ recommendation, comparison, simulation }) {
  return recommendation.services.map((service, index) => {
    const { you_build_it_you_run_it: team, ops_run_it: operations } = comparison.services[index];
    return {
      name: service.name,
      model: NAMES[service.operating_model],
      target: `${service.availability_target} %`,
      benefit: service.insurance === null ? null : told(service.insurance.net_benefit, service.insurance.partial),
      costs: TYPES.flatMap((type) => [team, operations].map((model) => told(model[type], model.partial))).filter(
        (amount) => amount !== null,
      ),
      likely: simulation?.services.find(({ name }) => name === service.name).you_build_it_cheaper_percent ?? "",
      deployed: service.deployment_target,
    };
  });
}

/** Percentages stand on the page without the zeros at their end. */
const percent = (text) =>
  text
    .replace(/ %.*$/u, "")
    .replace(/(\.\d*?)0+$/u, "$1")
    .replace(/\.$/u, "");

for (const [format, label] of [
  ["TOML", "Export as TOML"],
  ["JSON", "Export as JSON"],
]) {
  test(`a link in a fresh profile and the program on the exported ${format} say the same, to the last digit`, async () => {
    const sender = await open(browser, server.address);
    await sender.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await sender.page.locator("#field-1-exposure_per_hour").fill("low 1000, likely 7000, high 30000.50");
    await sender.page.locator("#field-2-exposure_per_hour").fill("333333.33");
    await toTab(sender.page, "Uncertainty");
    await sender.page.getByRole("textbox", { name: "Trials" }).fill("3000");
    await sender.page.getByRole("textbox", { name: "Seed" }).fill("18446744073709551615");
    await settled(sender.page);
    const file = await exported(sender.page, label, folder);
    await button(sender.page, "Share").click();
    await sender.page.getByText(/The link is copied/u).waitFor();
    const link = await sender.page.evaluate(() => navigator.clipboard.readText());
    await sender.close();

    const { page, wrong, close } = await open(browser, link);
    await toTab(page, "Uncertainty");
    await simulated(page);
    await page.getByText(/This rests on 3,000 trials/u).waitFor({ timeout: 60_000 });
    const seed = await page.getByRole("textbox", { name: "Seed" }).inputValue();
    const trials = await page.getByRole("textbox", { name: "Trials" }).inputValue();

    const answers = {
      recommendation: ask(file, "recommend"),
      comparison: ask(file, "compare"),
      simulation: ask(file, "simulate", "--trials", trials, "--seed", seed),
    };
    const { comparison, simulation } = answers;

    const followed = comparison.strategies.find(({ strategy }) => strategy === "hybrid-at-scale");
    assert.deepEqual(await amounts(page.locator("#answer .lead:not(.sure) data")), [
      followed.over_horizon,
      answers.recommendation.insurance.net_benefit,
      answers.comparison.policy_price.over_horizon,
    ]);
    assert.deepEqual(
      (await amounts(page.locator("#answer .bar data"))).toSorted(),
      comparison.strategies.map((one) => one.over_horizon).toSorted(),
    );
    const shown = await shownByService(page);
    const expected = expectedByService(answers);
    assert.deepEqual(
      shown.map(({ sentence: _, likely, ...one }) => ({ ...one, likely: percent(likely) })),
      expected.map(({ deployed: _, likely, ...one }) => ({ ...one, likely: percent(likely) })),
    );
    for (const [index, { model, target, deployed }] of expected.entries()) {
      for (const part of [model, target, deployed])
        assert.ok(shown[index].sentence.includes(part), `${part} in: ${shown[index].sentence}`);
    }

    const { hybrid_at_scale: ours, all_ops_run_it: theirs, cheaper_percent } = simulation.portfolio;
    const take = [
      ({ cost_over_horizon }) => cost_over_horizon.exact_mean,
      ...["mean", "value_at_risk_95", "conditional_value_at_risk_95", "value_at_risk_99"].map(
        (key) =>
          ({ year_loss }) =>
            key === "mean" ? year_loss.spread.exact_mean : year_loss[key],
      ),
      ({ worst_incident }) => worst_incident.spread.mean,
    ];
    const table = page.getByRole("region", { name: "Results of the simulation" });
    assert.deepEqual(
      await amounts(table.locator("td:not(.said) data")),
      take.flatMap((one) => [one(ours), one(theirs)]),
    );
    assert.equal(
      percent((await amounts(table.locator("tr", { hasText: "Cheaper in" }).locator(".figure data")))[0]),
      percent(cheaper_percent),
    );
    assert.deepEqual(
      (await page.locator("#tab-panel .summary li").allInnerTexts()).map((one) => one.toLowerCase()),
      simulation.summary.slice(0, 12).map((one) => one.toLowerCase()),
    );

    await toTab(page, "Money");
    const strategies = page.getByRole("region", { name: "Strategies" });
    assert.deepEqual(
      await amounts(strategies.locator("data")),
      comparison.strategies
        .flatMap((one) => [
          one.standby_per_year,
          one.premium.over_horizon,
          one.loss.over_horizon,
          one.over_horizon,
          one.more_than_recommended,
        ])
        .filter((amount) => amount !== null),
    );
    assert.deepEqual(wrong, []);
    await close();
  });
}

// Two roads to one figure answered these wrongly once.
const vectors = here("../../../vectors/compare");
for (const name of readdirSync(vectors).filter((file) => /^case-.*\.toml$/u.test(file))) {
  test(`${name}: what stands on the page is what the program says`, async () => {
    const { page, wrong, close } = await open(browser, server.address);
    await imported(page, join(vectors, name));
    await settled(page);
    const [recommendation, comparison] = ["recommend", "compare"].map((command) => ask(join(vectors, name), command));
    const figures = (all) => all.filter((amount) => amount !== null);
    const partial = ({ premium, loss }) => premium.partial || loss.partial;
    const both = (one) => told(one.over_horizon, partial(one));
    const hybrid = comparison.strategies.find(({ strategy }) => strategy === "hybrid-at-scale");
    const unknown = (one) => both(one) === null;
    assert.deepEqual(
      (await amounts(page.locator("#answer .bar data"))).toSorted(),
      figures(comparison.strategies.map(both)).toSorted(),
    );
    const shown = await shownByService(page, { likely: false });
    assert.deepEqual(
      shown.map(({ sentence: _, ...one }) => one),
      expectedByService({ recommendation, comparison }).map(({ deployed: _, ...one }) => one),
    );
    await toTab(page, "Money");
    const strategies = comparison.strategies.flatMap((one) => [
      one.standby_per_year,
      told(one.premium.over_horizon, one.premium.partial),
      told(one.loss.over_horizon, one.loss.partial),
      both(one),
      unknown(one) || unknown(hybrid)
        ? null
        : one.strategy === "hybrid-at-scale"
          ? "0"
          : told(one.more_than_recommended, partial(one) || partial(hybrid)),
    ]);
    assert.deepEqual(
      await amounts(page.getByRole("region", { name: "Strategies" }).locator("data")),
      figures(strategies),
    );
    assert.deepEqual(wrong, []);
    await close();
  });
}
