// Exports of incidents, measured on the page, and an incident that goes on, in a real browser.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test from "node:test";

import { button, here, settled, shoot, state, visiting } from "./common.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const log = readFileSync(here("../../../examples/exports/servicenow-event-log.csv"), "utf8");
const site = visiting();
const visit = site.visit;

const fromMenu = async (page, name) => {
  await button(page, "Menu").click();
  await page.locator(".menu-body").getByRole("button", { name, exact: true }).click();
};
const drop = (page, selector, name, text) =>
  page.evaluate(
    ({ selector, name, text }) => {
      const data = new DataTransfer();
      data.items.add(new File([text], name));
      document
        .querySelector(selector)
        .dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    },
    { selector, name, text },
  );
const violations = (page, inside) =>
  page.evaluate(
    async ([source, inside]) => {
      if (window.axe === undefined) await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
      return (await window.axe.run(inside)).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
    },
    [axe, inside],
  );

test("a dropped export is measured in the browser; its estimates are taken into the case, and undo brings the former back", () =>
  visit({}, async (page) => {
    const before = (await state(page)).case.portfolio;
    await drop(page, ".screen", "incidents.csv", log);
    // A file of rows may be services: they are asked about first.
    const measure = page.getByRole("button", { name: /^(They are incidents: measure them|Measure it as incidents)$/u });
    await measure.click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("region", { name: "What happened, service by service" }).waitFor({ timeout: 60_000 });
    assert.match(
      await dialog.locator(".lead").innerText(),
      /^36 incidents of 3 services, from 12 Jan 2025 to 25 Jun 2026: 25 18 to 33 a year\./u,
    );
    const changes = dialog.getByRole("region", { name: "Estimates that follow" });
    assert.equal(await changes.locator("tbody tr").count(), 3);
    assert.match(await changes.locator("tbody tr").first().innerText(), /^Incidents per year of ecommerce-platform/u);
    await shoot(page, "60-measured");
    // Its charts, one at a time; that of rework needs an export of work items.
    await dialog.getByRole("tab", { name: "Time to restore", exact: true }).click();
    await dialog.getByText("The time to restore is steady: chance explains all 36 incidents").waitFor();
    await dialog.getByRole("tab", { name: "Rework", exact: true }).click();
    await dialog.locator(".drop input").setInputFiles(here("../../../examples/exports/jira-work.csv"));
    await dialog.getByText(/^Unplanned work of appointments grows/u).waitFor();
    await shoot(page, "60-measured-rework");
    await dialog.getByRole("tab", { name: "Figures", exact: true }).click();
    await dialog.getByLabel("From").fill("2025-01-01");
    await dialog.getByLabel("To", { exact: true }).fill("2026-06-30");
    await dialog.getByRole("button", { name: "Measure again" }).click();
    await dialog.getByText(/from 1 Jan 2025 to 30 Jun 2026/u).waitFor({ timeout: 60_000 });
    await dialog.getByRole("button", { name: "Take 3 estimates into the case" }).click();
    await settled(page);
    const after = (await state(page)).case.portfolio;
    assert.deepEqual(Object.keys(after.services[0].incidents_per_year), ["events", "years"]);
    assert.equal(after.services[0].name, before.services[0].name);
    await page.getByText(/3 estimates from incidents\.csv taken into the case/u).waitFor();
    await button(page, "Undo").click();
    assert.deepEqual((await state(page)).case.portfolio, before);
  }));

test("what is no export is refused with what to do; measuring is called off; 100 000 rows are measured", (t) =>
  visit({}, async (page) => {
    await fromMenu(page, "Measure what happened …");
    const dialog = page.getByRole("dialog");
    await dialog.locator(".drop").waitFor();
    await drop(page, ".measure-body", "incidents.csv", "<!doctype html><title>Sign in</title>");
    await dialog.getByRole("alert").waitFor({ timeout: 60_000 });
    assert.match(await dialog.getByRole("alert").innerText(), /\S+: \S+/u);
    await shoot(page, "61-measure-refused");
    const large = `number,opened_at,resolved_at,cmdb_ci,sys_mod_count\n${Array.from({ length: 100_000 }, (_, at) => {
      const day = String((at % 28) + 1).padStart(2, "0");
      return `INC${at},${day}-0${(at % 9) + 1}-2025 10:00,${day}-0${(at % 9) + 1}-2025 1${(at % 8) + 1}:30,${["bedroom", "appointments"][at % 2]},1`;
    }).join("\n")}`;
    await drop(page, ".measure-body", "large.csv", large);
    await dialog.getByRole("region", { name: "What happened, service by service" }).waitFor({ timeout: 60_000 });
    const [, rows, seconds] = /([\d,]+) rows, read as servicenow, in ([\d.]+) s/u.exec(await dialog.innerText());
    assert.equal(rows, "100,000");
    t.diagnostic(`100 000 rows are measured in ${seconds} s`);
    await drop(page, ".measure-body", "large.csv", large);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    assert.equal(await dialog.count(), 0);
  }));

test("an incident that goes on: what it has lost, what the next hour loses, and what that asks for", () =>
  visit({}, async (page) => {
    await fromMenu(page, "An incident, now");
    const dialog = page.getByRole("dialog");
    await dialog.getByText(/^\$20\dk lost so far, in 6\d minutes\.$/u).waitFor({ timeout: 60_000 });
    await dialog.getByText("major: restore now").waitFor();
    await dialog.getByLabel("Service").selectOption("appointments");
    await dialog.getByRole("button", { name: "Tell" }).press("Enter");
    await dialog.getByText(/^\$[1-9][\d.]*k? lost so far/u).waitFor({ timeout: 60_000 });
    await dialog.getByLabel("Since").fill("teatime");
    await dialog.getByRole("button", { name: "Tell" }).click();
    await dialog
      .getByText("“teatime”")
      .or(dialog.getByText(/teatime/u))
      .first()
      .waitFor({ timeout: 60_000 });
    await shoot(page, "62-incident");
  }));

for (const [what, width] of [
  ["wide", 1360],
  ["narrow", 360],
])
  test(`axe finds nothing in what measures and in the report, ${what}`, () =>
    visit({ viewport: { width, height: 800 } }, async (page) => {
      await page.context().addInitScript(axe);
      await page.evaluate(axe);
      for (const [open, there] of [
        [() => fromMenu(page, "An incident, now"), ".lost-so-far"],
        [() => button(page, "Report").click(), ".sheet .decision"],
        [
          async () => {
            await fromMenu(page, "Measure what happened …");
            await page.locator(".drop").waitFor();
            await drop(page, ".measure-body", "incidents.csv", log);
          },
          ".measured-services",
        ],
      ]) {
        await open();
        await page.locator(there).first().waitFor({ timeout: 60_000 });
        assert.deepEqual(await violations(page, "dialog"), [], there);
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
        await shoot(page, `63-${there.replaceAll(/\W+/gu, "")}-${what}`);
        await page.keyboard.press("Escape");
      }
    }));
