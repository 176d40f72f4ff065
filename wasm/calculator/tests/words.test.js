// What the page says: what cannot be told, what is missing, and figures that a reader can follow.

import assert from "node:assert/strict";
import test from "node:test";

import { button, here, imported, settled, shoot, state, visiting, toTab, unfold } from "./common.js";

const site = visiting();

const visit = site.visit;

const tab = toTab;

/** The dialog about a figure, once the core has answered. */
async function asked(page, figure) {
  await figure.click();
  const box = page.getByRole("dialog");
  await box.locator("h2").waitFor();
  await box.locator("[aria-busy]").first().waitFor({ state: "detached" });
  return box;
}

const exact = (page, selector) => page.locator(selector).evaluateAll((all) => all.map((one) => one.value));

/** A service with exposure and demand alone: most of what it costs is not known. */
async function addService(page) {
  await button(page, "Add a service").click();
  await settled(page);
}

test("what cannot be told is not called never", () =>
  visit({}, async (page) => {
    await addService(page);
    await tab(page, "Plan");
    const panel = page.locator("#tab-panel");
    assert.match(await panel.innerText(), /Whether changing over breaks even cannot be told from what is estimated/u);
    assert.doesNotMatch(await panel.innerText(), /does not break even/u);
    const plan = await asked(page, panel.getByRole("button", { name: /^Less than staying/u }));
    assert.match(await plan.innerText(), /Breaks even by the end of month\s+cannot be told/u);
    await page.keyboard.press("Escape");
    assert.match(
      await page.locator("#answer").innerText(),
      /As far as it is estimated[^]*Which of the two costs less cannot be told/u,
    );
    const headline = await asked(
      page,
      page.getByRole("button", { name: /^Net benefit: .*as far as it is estimated/u }),
    );
    assert.match(
      await headline.innerText(),
      /Made up for by the end of month\s+cannot be told from what is estimated/u,
    );
    assert.match(await headline.innerText(), /Lost less for each unit paid more\s+cannot be told/u);
    assert.doesNotMatch(await headline.innerText(), /never within/u);
  }));

test("a plan that does not break even says never", () =>
  visit({}, async (page) => {
    await page.evaluate(() => {
      const { store } = window.whorunsit;
      const { portfolio } = store.case;
      store.change({
        portfolio: {
          ...portfolio,
          services: portfolio.services.map((service) => ({
            ...service,
            incidents_per_year: "0",
            features_per_year: "0",
            insights_per_year: "0",
          })),
        },
      });
    });
    await settled(page);
    await tab(page, "Plan");
    assert.match(
      await page.locator("#tab-panel").innerText(),
      /Changing over does not break even within 3 years\. It costs \$[\d.]+k more than staying/u,
    );
  }));

test("what is missing is named in words, and nothing of it stands as zero", () =>
  visit({}, async (page) => {
    await addService(page);
    await unfold(page, "Every cost");
    const above = page.locator("#service");
    assert.equal(await above.locator("h2").innerText(), "new service");
    for (const name of ["Incident, a year under Ops Run It", "Lost under Ops Run It", "Lost less"]) {
      assert.equal(await above.getByRole("button", { name: `${name}: not estimated. Explain` }).count(), 1, name);
    }
    for (const one of await page.locator(".screen .figure:has(.star) data").all())
      assert.notEqual(await one.getAttribute("value"), "0");
    const hint = above.locator(".hint", { hasText: "Missing:" });
    assert.match(await hint.innerText(), /incidents per year of new service/u);
    assert.doesNotMatch(await hint.innerText(), /\/services\//u);
    assert.equal(
      await hint.getByText("incidents per year of new service").getAttribute("title"),
      "/services/3/incidents_per_year",
    );
    const box = await asked(page, above.getByRole("button", { name: /^Incident, a year under Ops/u }));
    assert.match(await box.innerText(), /missing: incidents per year of new service/u);
    await shoot(page, "60-missing");
  }));

test("a headline of which nothing is estimated is no zero", () =>
  visit({}, async (page) => {
    await imported(page, here("../../../examples/furniture-retailer.toml"));
    await page.getByText("furniture-retailer.toml opened").waitFor();
    await page.evaluate(() => {
      const { store } = window.whorunsit;
      const { portfolio } = store.case;
      store.change({
        portfolio: {
          ...portfolio,
          operations: { ...portfolio.operations, hourly_cost: "60" },
          learning: { "ops-run-it": { lead_time: "6w" } },
        },
      });
    });
    await settled(page);
    assert.match(await page.locator("#answer").innerText(), /not estimated/u);
    assert.doesNotMatch(
      await page
        .locator("#answer, #service")
        .allInnerTexts()
        .then((all) => all.join("\n")),
      /[$£€]0/u,
    );
    assert.equal(await page.locator("#answer .bars i").count(), 0);
    // Nor is a line at zero drawn of it, and what does not move is neither more nor less.
    await page.locator("#tab-panel").getByText("There is nothing to draw: inputs are missing").waitFor();
    assert.doesNotMatch(await page.locator("#tab-panel").innerText(), /[$£€]0 (more|less)/u);
    await shoot(page, "64-nothing-estimated");
  }));

test("a reader can follow the table of a service to its verdict", () =>
  visit({}, async (page) => {
    await unfold(page, "Every cost");
    const {
      comparison: { services },
    } = await state(page);
    for (const [at, { insurance }] of services.entries()) {
      await page.locator(`#field-${at}-name`).focus();
      const size = (amount) => amount.replace("-", "");
      const [standby, paid, lost] = await exact(page, ".against data");
      assert.deepEqual(
        [standby, paid, lost],
        [
          insurance.extra_standby_per_year,
          insurance.extra_premium_over_horizon,
          insurance.loss_avoided_over_horizon,
        ].map(size),
      );
      const cents = (amount) => Math.round(Number(amount) * 100);
      const heads = await page.locator(".against th").allInnerTexts();
      const has = (head) => heads.some((one) => one.startsWith(head));
      const signed = (head, amount, less) => {
        assert.ok(has(head) || has(less));
        return has(head) ? cents(amount) : -cents(amount);
      };
      const sum = signed("Lost less", lost, "Lost more") - signed("Paid more", paid, "Paid less");
      assert.equal(Math.abs(sum), cents((await exact(page, ".verdict data"))[0]));
    }
    assert.match(await page.locator(".against th").first().innerText(), /^Standby it adds, a year/u);
  }));

test("a rounded formula shows its exact factors, and what a rate of incidents is the mean of", () =>
  visit({}, async (page) => {
    await unfold(page, "Every cost");
    const box = await asked(page, page.getByRole("button", { name: /^Opportunity, a year under Ops/u }));
    const step = box.locator("tbody tr", { hasText: "raise the ticket" });
    assert.match(await step.innerText(), /exactly 3\.5 × 1\/6 × 0\.25 × 810,000/u);
    const factors = (await step.locator(".exactly").getAttribute("title")).split(" × ");
    const value = (factor) =>
      factor
        .split("/")
        .map(Number)
        .reduce((whole, parts) => whole / parts);
    assert.equal(Math.round(factors.reduce((product, one) => product * value(one), 1) * 100) / 100, 118_125);
    assert.equal(
      await box.locator("tbody tr", { hasText: "find the incident manager" }).locator(".exactly").count(),
      0,
      "nothing is rounded",
    );
    assert.match(await box.innerText(), /3\.5 incidents a year, the mean of the estimate: low 1, likely 3, high 8/u);
    await shoot(page, "61-exact-factors");
  }));

test("a missed target is not told as a loss that did not happen", () =>
  visit({}, async (page) => {
    await unfold(page, "Every cost");
    const box = await asked(page, page.getByRole("button", { name: /^Expected availability under Ops/u }));
    assert.match(
      await box.innerText(),
      /expected loss of a mean week is below it[^]*The target is missed: it counts hours/u,
    );
    assert.doesNotMatch(await box.innerText(), /not lost/u);
    await shoot(page, "62-missed-target");
  }));

test("the plan says less or more, by how much, and why it differs from the headline", () =>
  visit({}, async (page) => {
    const more = await page.evaluate(() => window.whorunsit.live.view.plan.more_than_staying);
    assert.match(more, /^-/u);
    await tab(page, "Plan");
    const panel = page.locator("#tab-panel");
    assert.equal(
      await panel
        .getByRole("button", { name: /^Less than staying/u })
        .locator("data")
        .getAttribute("value"),
      more.slice(1),
    );
    assert.match(
      await panel.innerText(),
      /It costs \$[\d.]+[mM] less than staying over 3 years\.[^]*counts as paid already/u,
    );
    await shoot(page, "63-plan");
  }));

test("where selector and money disagree, one sentence says who says what, and the headline what it costs", () =>
  visit({}, async (page) => {
    assert.match(
      (await page.locator(".verdict").innerText()).replaceAll("\n", ""),
      /the selector goes by exposure and demand and says Ops Run It, which is followed; by the money You Build It You Run It is better by \$16\.5[mM] over 3 years\./u,
    );
    const { comparison } = await state(page);
    const price = page.locator("#answer").getByRole("button", { name: /^Recommended against least cost/u });
    assert.equal(await price.locator("data").getAttribute("value"), comparison.policy_price.over_horizon);
    const box = await asked(page, price);
    assert.match(await box.locator("h2").innerText(), /What it costs to follow the selector/u);
    await page.keyboard.press("Escape");
    await page.locator("#field-2-name").focus();
    assert.match(await page.locator(".verdict").innerText(), /^The money agrees/u);
    await page.evaluate(() => {
      const { store } = window.whorunsit;
      store.services(
        store.case.portfolio.services.map((service, at) =>
          at === 2 ? { ...service, operating_model: "ops-run-it" } : service,
        ),
      );
    });
    await settled(page);
    assert.match(
      await page.locator(".verdict").innerText(),
      /^The money does not agree: the portfolio says Ops Run It/u,
    );
  }));

test("figures in a sentence leave no gap", () =>
  visit({}, async (page) => {
    const wide = await page.locator(".flips .figure").evaluateAll((all) =>
      all.map((one) => {
        const range = document.createRange();
        range.selectNodeContents(one);
        return one.getBoundingClientRect().width - range.getBoundingClientRect().width;
      }),
    );
    assert.ok(wide.length > 0 && wide.every((gap) => gap < 4), wide.join());
  }));

/** Names that leave the selector, or lie over a point or another name. */
const covered = (page) =>
  page.locator(".plot").evaluate((plot) => {
    const box = (one) => one.getBoundingClientRect();
    const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    const names = [...plot.querySelectorAll(".tag")];
    const points = [...plot.querySelectorAll(".point")];
    const whole = box(plot);
    return names.flatMap((name, at) => {
      const own = box(name);
      return [
        ...(own.left < whole.left - 1 ||
        own.right > whole.right + 1 ||
        own.top < whole.top - 1 ||
        own.bottom > whole.bottom + 1
          ? [`${name.textContent} leaves the selector`]
          : []),
        ...names
          .slice(at + 1)
          .filter((other) => over(own, box(other)))
          .map((other) => `${name.textContent} over ${other.textContent}`),
        ...points
          .filter((point) => !point.contains(name) && over(own, box(point)))
          .map((point) => `${name.textContent} over the point of ${point.textContent}`),
      ];
    });
  });

for (const width of [360, 1360]) {
  test(`names beside points cover nothing and stay in the selector, ${width} pixels`, () =>
    visit({ viewport: { width, height: 900 } }, async (page) => {
      assert.equal(await page.locator(".tag").count(), 3);
      assert.deepEqual(await covered(page), [], "the furniture retailer");
      await imported(page, here("../../../examples/public-body.toml"));
      await page.getByText("public-body.toml opened").waitFor();
      await settled(page);
      assert.equal(await page.locator(".tag").count(), 6);
      assert.deepEqual(await covered(page), [], "the public body");
      await page.locator("#selector").scrollIntoViewIfNeeded();
      await shoot(page, `65-names-${width}`);
      await page.setViewportSize({ width: width === 360 ? 1000 : 420, height: 900 });
      await page.waitForTimeout(100);
      assert.deepEqual(await covered(page), [], "after a change of the window");
    }));
}
