// A case of one's own: rows, templates, amounts and teams as people write them, in a real browser.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { button, here, pasted, settled, shoot, state, visiting } from "./common.js";

const site = visiting();
const field = (page, index, name) => page.locator(`#field-${index}-${name}`);

const visit = site.visit;

test("one's own services: a name, a currency and rows pasted make a case of its own", () =>
  visit({}, async (page) => {
    await button(page, "Use my own services").click();
    await page.getByLabel("Your organisation").fill("Mine");
    await page.getByLabel("Currency").selectOption("EUR");
    await page.getByLabel("People in a team").fill("6");
    await page
      .getByLabel(/^Rows from a spreadsheet/u)
      .fill("name\tteam\texposure per hour\tfeature demand\nCheckout\tShop\t90000\thigh\nWiki\tTools\t100\tlow");
    await shoot(page, "04-start");
    await button(page, "Look at the rows").click();
    await button(page, "Take the 2 services").click();
    await settled(page);
    const { portfolio } = (await state(page)).case;
    assert.deepEqual(
      [
        portfolio.name,
        portfolio.currency,
        portfolio.services.map(({ name }) => name),
        portfolio.teams.map(({ name }) => name),
      ],
      ["Mine", "EUR", ["Checkout", "Wiki"], ["team", "Shop", "Tools"]],
    );
    assert.deepEqual(
      portfolio.teams.map(({ on_call_participants }) => on_call_participants),
      [6, 6, 6],
    );
    assert.deepEqual((await state(page)).recommendation.services.length, 2);
  }));

test("forty messy rows: one paste plus two choices give money with a range, and three things to find out", () =>
  visit({}, async (page) => {
    await button(page, "Use my own services").click();
    await page.getByLabel("Currency").selectOption("USD");
    await page.getByLabel("What is not given comes from").selectOption("saas");
    await page
      .getByLabel(/^Rows from a spreadsheet/u)
      .fill(readFileSync(here("../../../vectors/intake/forty-messy-rows.input.bin"), "utf8"));
    await button(page, "Look at the rows").click();
    const take = page.locator("dialog.bring button.main");
    await take.waitFor({ timeout: 30_000 });
    await shoot(page, "06-forty-messy-rows-read");
    await take.click();
    await settled(page);
    const { portfolio } = (await state(page)).case;
    assert.ok(portfolio.services.length >= 30, `${portfolio.services.length} services`);
    assert.deepEqual([portfolio.currency, portfolio.profile.name], ["USD", "saas"]);
    // Money with a range, and how likely it is cheaper.
    const sure = page.locator(".sure");
    await sure.getByText(/Nine of ten simulated futures lie between/u).waitFor({ timeout: 60_000 });
    const amounts = await sure.locator(".figure data").evaluateAll((all) => all.map((one) => Number(one.value)));
    assert.ok(amounts.length === 2 && 0 < amounts[0] && amounts[0] < amounts[1], amounts.join(" to "));
    // Three things to find out, in words, each one click from its field.
    const steps = page.locator(".decisions .next-steps li");
    await steps.first().waitFor({ timeout: 60_000 });
    assert.equal(await steps.count(), 3);
    const said = await steps.allInnerTexts();
    for (const one of said)
      assert.match(one, /^[A-Z][^/`]* by \$[\d.]+\S*; knowing it is worth \$\S+ Ask [A-Za-z ]+$/u);
    await shoot(page, "07-forty-messy-rows");
    for (let at = 0; at < 3; at += 1) {
      await steps
        .nth(at)
        .getByRole("button", { name: /^Go to it/u })
        .click();
      await page.waitForFunction(() => document.activeElement?.matches('[id^="field-"], [id^="input-"]'));
    }
  }));

test("a template of an industry is a case to begin with, and every one of them is right", () =>
  visit({}, async (page) => {
    await button(page, "Use my own services").click();
    const choice = page.getByLabel("Begin with");
    // The dialog and its templates are loaded when it is opened.
    await choice.locator("option", { hasText: "Bank" }).waitFor({ state: "attached" });
    const names = await choice
      .locator("option")
      .evaluateAll((all) => all.map((one) => one.value).filter((one) => one !== ""));
    assert.ok(names.length >= 5);
    await choice.selectOption("Bank");
    await page.getByLabel("What is not given comes from").selectOption("bank");
    await shoot(page, "05-template");
    await button(page, "Start with the template").click();
    await settled(page);
    assert.deepEqual((await state(page)).case.portfolio.services.map(({ name }) => name).slice(0, 2), [
      "Mobile app",
      "Card authorisation",
    ]);
    // What it costs comes from a reference profile, so the money answers too, and says on what it rests.
    const { case: now, comparison } = await state(page);
    assert.deepEqual(now.portfolio.profile, { name: "bank" });
    assert.equal(comparison.insurance.partial, false);
    const filled = new Set(
      comparison.assumptions.filter(({ profile }) => profile != null).map(({ profile }) => profile.key),
    ).size;
    assert.ok(filled > 20);
    await page.locator(".rests").getByText(`${filled} of them from the reference profile`).waitFor();
    assert.equal(await page.locator(".problems").count(), 0);
    for (const name of names) {
      await button(page, "Use my own services").click();
      await choice.selectOption(name);
      await page.getByLabel("What is not given comes from").selectOption("");
      await button(page, "Start with the template").click();
      await settled(page);
      assert.deepEqual(
        [await page.locator("h1").innerText(), await page.evaluate(() => window.whorunsit.live.view.problems.length)],
        [name, 0],
      );
    }
  }));

test("an amount is typed in any usual spelling: the core reads it, or asks", () =>
  visit({}, async (page) => {
    await field(page, 1, "exposure_per_hour").fill("$1.2m");
    await page.keyboard.press("Tab");
    await page.getByRole("status").getByText("$1.2m was read as 1200000").waitFor();
    await settled(page);
    assert.equal((await state(page)).recommendation.services[1].exposure_per_hour, "1200000");
    await field(page, 1, "exposure_per_hour").fill("12.500 $");
    await page.keyboard.press("Tab");
    // It may mean two amounts, and says so in its place.
    await page.locator('#field-1-exposure_per_hour[aria-invalid="true"]').waitFor();
    await page
      .locator("#field-1-exposure_per_hour-problem")
      .getByText(/the point may stand before decimals or between thousands/u)
      .waitFor();
  }));

test("a team is typed: one that is known, or a new one, which is added; nothing is asked at every key", () =>
  visit({}, async (page) => {
    const team = field(page, 1, "team");
    const before = (await state(page)).case.portfolio.teams.length;
    await team.fill("bedroom");
    await team.press("Enter");
    await settled(page);
    assert.equal((await state(page)).recommendation.services[1].team, "bedroom");
    await team.fill("");
    await team.pressSequentially("Garden");
    assert.equal(await page.locator("#field-1-team-problem").count(), 0);
    await page.keyboard.press("Tab");
    await page.getByRole("status").getByText("A team Garden was added").waitFor();
    await settled(page);
    const { portfolio } = (await state(page)).case;
    assert.deepEqual(
      [portfolio.services[1].team, portfolio.teams.length, portfolio.teams.at(-1)],
      ["Garden", before + 1, { name: "Garden" }],
    );
    await button(page, "Undo").click();
    assert.equal((await state(page)).case.portfolio.teams.length, before);
    assert.equal(await team.inputValue(), "bedroom");
  }));

test("200 services are pasted from a spreadsheet", () =>
  visit({}, async (page) => {
    const rows = Array.from({ length: 200 }, (_, index) =>
      [
        `service ${index}`,
        "Digital",
        `team ${index % 20}`,
        `$${(index + 1) * 4},000`,
        ["low", "Medium", "high", "very high"][index % 4],
        String(1 + (index % 9)),
      ].join("\t"),
    );
    await pasted(
      page,
      ["Service\tKind\tTeam\tExposure per hour\tFeature demand\tIncidents per year", ...rows].join("\r\n"),
    );
    await settled(page);
    const { case: now, recommendation } = await state(page);
    assert.equal(now.portfolio.services.length, 203);
    assert.equal(recommendation.services[202].exposure_per_hour, "800000");
    assert.equal(recommendation.services[202].feature_demand, "very-high");
    assert.equal(recommendation.services[202].team, "team 19");
    // Only the rows that can be seen are drawn; the last one comes by scrolling.
    assert.ok((await page.locator(".service-row").count()) < 90);
    assert.equal(await page.locator("#field-202-name").count(), 0);
    await page
      .locator("#services")
      .evaluate((one) => scrollTo(0, one.getBoundingClientRect().bottom + scrollY - innerHeight));
    await page.locator("#field-202-name").waitFor();
    assert.equal(await page.locator("#field-202-name").inputValue(), "service 199");
    await shoot(page, "08-two-hundred", { fullPage: true });
  }));
