// Files, links and drafts that were made to do harm, or by somebody unlucky: the page opens, says what is wrong, and keeps what
// was there.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { deflateSync } from "node:zlib";

import { strToU8, zipSync } from "fflate";

import { button, offered, open, settled, shoot, state, visiting } from "./common.js";

const site = visiting();
const visit = site.visit;
const folder = mkdtempSync(join(tmpdir(), "whorunsit-hostile-"));
after(() => rmSync(folder, { recursive: true }));

const file = (name, content) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const fragment = (text) => `#case=${deflateSync(text, { level: 9 }).toString("base64url")}`;
const caseText = (portfolio) => JSON.stringify({ v: 1, portfolio, scenarios: [], trials: "100", seed: "1" });
/** A case with a value nested so deep; JSON.stringify could not write it. */
const nested = (depth) =>
  caseText({ schema: 1, services: [{ name: "a", kind: "HERE" }] }).replace(
    '"HERE"',
    "[".repeat(depth) + "]".repeat(depth),
  );
const drafts = (page) =>
  page.evaluate(() =>
    Object.keys(localStorage)
      .filter((key) => key.startsWith("whorunsit.case."))
      .map((key) => localStorage.getItem(key)),
  );
const edit = (page, value, index = 1) => page.locator(`#field-${index}-exposure_per_hour`).fill(value);
const kept = (page, text) =>
  page.waitForFunction(
    (text) =>
      Object.entries(localStorage).some(([key, body]) => key.startsWith("whorunsit.case.") && body.includes(text)),
    text,
  );
const names = async (page) => (await state(page)).case.portfolio.services.map(({ name }) => name);
const download = async (page, act) => {
  const [saved] = await Promise.all([page.waitForEvent("download"), act()]);
  const path = join(folder, saved.suggestedFilename());
  await saved.saveAs(path);
  return readFileSync(path, "utf8");
};

test("links to cases nested deep, or of too many values, are refused, on opening and later, and the page opens the next time", () =>
  visit({}, async (page) => {
    const before = (await state(page)).case;
    const links = [
      ["nested 3 000 deep", nested(3000)],
      ["nested 200 deep", nested(200)],
      [
        "of two million values",
        caseText({ schema: 1, services: [] }).replace(
          '"services":[]',
          `"services":[],"x":[${"0,".repeat(2_000_000)}0]`,
        ),
      ],
    ].map(([what, text]) => [what, fragment(text)]);
    for (const [what, link] of links) {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, link);
      await page
        .getByText(
          /The link cannot be opened: it (is nested deeper than 64 levels|holds more than a million values)\. Your case is as it was/u,
        )
        .waitFor();
      assert.deepEqual((await state(page)).case, before, what);
      await button(page, "Dismiss").click();
    }
    for (const [what, link] of links) {
      await page.goto(`${site.server.address}?again=${encodeURIComponent(what)}${link}`);
      await page.getByText(/The link cannot be opened: it .* This is the furniture retailer instead/u).waitFor();
      await settled(page);
      assert.deepEqual(await drafts(page), [], `${what}: nothing of it is kept`);
    }
    await page.goto(`${site.server.address}?later`);
    await settled(page);
    assert.equal(await page.locator(".point").count(), 3);
  }));

for (const key of ["whorunsit.current", "whorunsit.draft.mine"]) {
  test(`a draft of an older page that cannot be opened (${key}) is set aside and offered as a file`, () =>
    visit(
      {
        script: `if (!sessionStorage.once) { sessionStorage.once = 1; localStorage.setItem(${JSON.stringify(key)}, ${JSON.stringify(nested(3000))}); }`,
      },
      async (page) => {
        if (key === "whorunsit.current") {
          await page
            .getByText(
              /Your draft “Last draft” cannot be opened: it is nested deeper than 64 levels\. It is set aside/u,
            )
            .waitFor();
          assert.equal(await download(page, () => button(page, "Save it as a file").click()), nested(3000));
        } else {
          await button(page, "Menu").click();
          await page.getByRole("button", { name: /^Open “mine”/u }).click();
          await page.getByText(/“mine” cannot be opened: it is nested deeper/u).waitFor();
          assert.equal(
            await download(page, () => page.getByRole("button", { name: /^Save “mine” as a file/u }).click()),
            nested(3000),
          );
        }
        await page.reload();
        await settled(page);
        assert.equal(await page.locator(".point").count(), 3);
        assert.deepEqual(await drafts(page), [nested(3000)], "it is still there");
      },
    ));
}

test("old drafts still open: the last one at once, the named one from the menu", () =>
  visit(
    {
      script: `if (!sessionStorage.once) { sessionStorage.once = 1; for (const [key, name] of [["whorunsit.current", "last"], ["whorunsit.draft.before", "before"]]) localStorage.setItem(key, JSON.stringify({ v: 1, portfolio: { schema: 1, name, currency: "EUR", exposure_bands: [{ max_per_hour: "8100", availability: "95.0" }], services: [{ name, kind: "digital", exposure_per_hour: "5", feature_demand: "low" }] }, scenarios: [], trials: "7", seed: "8" })); }`,
    },
    async (page) => {
      assert.deepEqual(await names(page), ["last"]);
      await button(page, "Menu").click();
      await page.getByRole("button", { name: /^Open “before”/u }).click();
      await settled(page);
      assert.deepEqual(await names(page), ["before"]);
      assert.equal((await state(page)).case.trials, "7");
    },
  ));

test("a draft at which the page ended twice is set aside", () =>
  visit({}, async (page) => {
    await edit(page, "4321");
    await kept(page, "4321");
    const id = await page.evaluate(() =>
      Object.keys(localStorage)
        .find((key) => key.startsWith("whorunsit.about."))
        .slice("whorunsit.about.".length),
    );
    await page.evaluate((id) => {
      sessionStorage.clear();
      localStorage.setItem("whorunsit.opening", JSON.stringify({ id, times: 2 }));
    }, id);
    await page.goto(site.server.address);
    await page.getByText(/cannot be opened: twice the page ended before it could be shown/u).waitFor();
    assert.match(await download(page, () => button(page, "Save it as a file").click()), /4321/u);
  }));

test("what cannot be drawn is set aside, and the page goes on with the example", () =>
  visit({}, async (page, { wrong }) => {
    await edit(page, "4321");
    await kept(page, "4321");
    await page.evaluate(() => {
      const { store } = window.whorunsit;
      const services = [
        new Proxy(
          {},
          {
            get: () => {
              throw new Error("no such drawing");
            },
          },
        ),
      ];
      store.change({ portfolio: { ...store.case.portfolio, services } });
    });
    await page.getByText(/The case that was open cannot be shown: no such drawing\. It is set aside/u).waitFor();
    await settled(page);
    assert.equal(await page.locator(".point").count(), 3);
    wrong.length = 0;
  }));

test("a link is no draft until it is changed, and never takes the place of one", () =>
  visit({}, async (page, { context }) => {
    await edit(page, "4321");
    await kept(page, "4321");
    const other = await context.newPage();
    await other.goto(
      site.server.address +
        fragment(
          caseText({
            schema: 1,
            name: "Somebody's",
            currency: "USD",
            exposure_bands: [{ max_per_hour: "8100", availability: "95.0" }],
            services: [{ name: "theirs", kind: "digital", exposure_per_hour: "100", feature_demand: "low" }],
          }),
        ),
    );
    await settled(other);
    await other.getByText(/This case is not kept here yet/u).waitFor();
    await other.waitForTimeout(1500);
    assert.equal((await drafts(other)).length, 1);
    await edit(other, "200", 0);
    await kept(other, "theirs");
    const both = await drafts(other);
    assert.equal(both.length, 2);
    assert.ok(both.some((body) => body.includes("4321")));
    await button(other, "Menu").click();
    await other.getByRole("button", { name: /^Open “Furniture retailer/u }).click();
    await settled(other);
    assert.equal((await state(other)).case.portfolio.services[1].exposure_per_hour, "4321");
  }));

test("loading the page again goes on with the same draft", () =>
  visit({}, async (page) => {
    for (const value of ["4321", "5432", "6543"]) {
      await edit(page, value);
      await kept(page, value);
      await page.waitForFunction(() => location.hash.startsWith("#case="));
      await page.waitForTimeout(100);
      await page.reload();
      await settled(page);
    }
    assert.equal((await drafts(page)).length, 1);
    assert.equal((await state(page)).case.portfolio.services[1].exposure_per_hour, "6543");
  }));

test("the furniture retailer leaves nothing of the former case in the address", () =>
  visit({}, async (page) => {
    await edit(page, "4321");
    await page.waitForFunction(() => location.hash.startsWith("#case="));
    await button(page, "Menu").click();
    await button(page, "Open the furniture retailer").click();
    await page.waitForFunction(() => location.hash === "");
    await page.reload();
    await settled(page);
    assert.equal((await state(page)).case.portfolio.services[1].exposure_per_hour, "6000");
    await button(page, "Menu").click();
    await page.getByRole("button", { name: /^Open “Furniture retailer/u }).click();
    await settled(page);
    assert.equal((await state(page)).case.portfolio.services[1].exposure_per_hour, "4321");
  }));

test("the last twenty drafts are kept, and copies besides", () =>
  visit({}, async (page) => {
    await button(page, "Menu").click();
    await page.locator("#draft-name").fill("a copy");
    await button(page, "Keep a copy").click();
    await page.keyboard.press("Escape");
    const another = async (exposure) => {
      await button(page, "Menu").click();
      await button(page, "Start a new case").click();
      await edit(page, `${exposure}`, 0);
      await kept(page, `"${exposure}"`);
    };
    await another(8100);
    // As many as are kept: the others are what the page wrote for the first one, each a moment later and with another amount.
    await page.evaluate(() => {
      const [key, body] = Object.entries(localStorage).find(([, value]) => value.includes('"8100"'));
      const about = key.replace(".case.", ".about.");
      const { at, ...rest } = JSON.parse(localStorage.getItem(about));
      for (let later = 1; later < 20; later += 1) {
        localStorage.setItem(`${key}${later}`, body.replace('"8100"', `"${8100 + later}"`));
        localStorage.setItem(`${about}${later}`, JSON.stringify({ ...rest, at: at + later }));
      }
    });
    assert.equal((await drafts(page)).length, 21);
    await another(8120);
    await another(8121);
    const all = await drafts(page);
    assert.deepEqual(
      all
        .map((body) => JSON.parse(body).portfolio.services[0].exposure_per_hour)
        .filter((exposure) => /^81\d\d$/u.test(exposure))
        .toSorted(),
      Array.from({ length: 20 }, (_, at) => `${8102 + at}`),
    );
    assert.equal(all.length, 21);
    await button(page, "Menu").click();
    assert.equal(await page.getByRole("button", { name: /^Open “/u }).count(), 21);
    await page.getByText(/, a copy$/u).waitFor();
    await shoot(page, "70-drafts", { fullPage: true });
    await page.getByRole("button", { name: /^Delete the draft a copy/u }).click();
    assert.equal((await drafts(page)).length, 20);
  }));

test("two tabs with one draft are told of each other, and neither loses what it changed", () =>
  visit({}, async (page, { context }) => {
    await edit(page, "4321");
    await kept(page, "4321");
    const other = await context.newPage();
    await other.goto(site.server.address);
    await settled(other);
    for (const each of [page, other]) await each.getByText(/This case is open in another tab too/u).waitFor();
    await edit(other, "7777");
    await kept(other, "7777");
    await page.getByText(/This case was changed in another tab/u).waitFor();
    await edit(page, "8888");
    await kept(page, "8888");
    await page.getByText(/Yours is now a draft of its own/u).waitFor();
    const all = await drafts(page);
    assert.equal(all.length, 2);
    assert.ok(all.some((body) => body.includes("7777")) && all.some((body) => body.includes("8888")));
  }));

test("where storage is full, that is said, and the case is offered as a file", () =>
  visit({}, async (page) => {
    await page.evaluate(() => {
      for (let size = 1 << 22; size > 8; size = Math.floor(size / 2)) {
        try {
          for (;;) localStorage.setItem(`filler ${Math.random()}`, "x".repeat(size));
        } catch {
          // Smaller, then.
        }
      }
    });
    await edit(page, "4321");
    await page.getByText(/could not be kept as a draft: this browser's storage is full/u).waitFor();
    assert.match(await download(page, () => button(page, "Save the case as a file").click()), /4321/u);
    await page.evaluate(() =>
      Object.keys(localStorage)
        .filter((key) => key.startsWith("filler"))
        .forEach((key) => {
          localStorage.removeItem(key);
        }),
    );
    await edit(page, "4322");
    await kept(page, "4322");
  }));

const HEAD =
  '<row><c t="inlineStr"><is><t>name</t></is></c><c t="inlineStr"><is><t>exposure per hour</t></is></c><c t="inlineStr"><is><t>feature demand</t></is></c></row>';
const workbook = (rows, others = {}) =>
  zipSync(
    {
      "xl/worksheets/sheet1.xml": strToU8(
        `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${HEAD}${rows}</sheetData></worksheet>`,
      ),
      ...others,
    },
    { level: 9 },
  );

/** How long the page's own thread did not come round while something went on, in milliseconds. */
async function blocked(page, action) {
  await page.evaluate(() => {
    window.longest = 0;
    let last = performance.now();
    window.beat = setInterval(() => {
      window.longest = Math.max(window.longest, performance.now() - last);
      last = performance.now();
    }, 10);
  });
  await action();
  return page.evaluate(() => {
    clearInterval(window.beat);
    return window.longest;
  });
}

/** A file that says less than it has: both headers of the ZIP name a thousand bytes. */
function lying(bytes) {
  const found = Buffer.from(bytes);
  found.writeUInt32LE(1000, found.indexOf("PK\u0001\u0002") + 24);
  found.writeUInt32LE(1000, found.indexOf("PK\u0003\u0004") + 22);
  return found;
}

const LARGE = [
  ["rows.xlsx", () => workbook('<row><c r="A1"><v>1</v></c></row>'.repeat(1_700_000)), /more than 20,000 rows/u],
  [
    "sparse.xlsx",
    () => workbook('<row><c r="GR1"><v>1</v></c></row>'.repeat(1_700_000)),
    /more than (1,000,000 cells|20,000 rows)/u,
  ],
  [
    "lie.xlsx",
    () => lying(workbook('<row><c r="A1"><v>1</v></c></row>'.repeat(1_000_000))),
    /more than 20,000 rows|is damaged/u,
  ],
  [
    "wide.xlsx",
    () =>
      workbook(
        `<row>${'<c r="ZZZ1"><v>1</v></c>'.repeat(10)}<c r="A1"><v>1</v></c></row><row><c r="A2" t="inlineStr"><is><t>${"x".repeat(70 << 20)}</t></is></c></row>`,
      ),
    /unpacks to more than 64 MB/u,
  ],
  [
    "quote.csv",
    () => `name,exposure per hour\n"${"a,".repeat(4_000_000)}`,
    /a cell of row 2 holds \d+ bytes of text.*quotation mark/iu,
  ],
  ["rows.csv", () => `name,exposure per hour\n${"a,1\n".repeat(500_000)}`, /more than 20000 rows/u],
  ["cells.csv", () => `name,exposure per hour\n${"1,".repeat(2_000_000)}`, /more than 200/u],
  ["deep.json", () => `{"services":${"[".repeat(3_000_000)}`, /nested deeper than 64 levels/u],
  ["values.json", () => `{"schema":1,"services":[${"0,".repeat(7_000_000)}0]}`, /more than a million values/u],
];

test("files that are too large are refused in a worker, one after another, while the page goes on", (t) =>
  visit({}, async (page) => {
    const before = (await state(page)).case;
    for (const [name, content, message] of LARGE) {
      const path = file(name, content());
      const started = performance.now();
      const longest = await blocked(page, () => offered(page, path));
      t.diagnostic(
        `${name} refused after ${Math.round(performance.now() - started)} ms; the page's own thread was away for ${Math.round(longest)} ms at most`,
      );
      await page.locator(".status").getByText(message).waitFor();
      await page.getByText(`${name} was not opened, and your case is as it was`).waitFor();
      assert.deepEqual((await state(page)).case, before);
      await button(page, "Dismiss").click();
      await page.locator(".status .error").waitFor({ state: "detached" });
    }
  }));

test("a quoted table of 6 MB is read, and reading can be called off", () =>
  visit({}, async (page) => {
    const path = file(
      "quoted.csv",
      `name,exposure per hour\n${Array.from({ length: 15_000 }, (_, index) => `"service ${index} ${'""'.repeat(200)}",1`).join("\n")}`,
    );
    await offered(page, path);
    await page.getByRole("heading", { name: "15,000 services in quoted.csv" }).waitFor();
    await button(page, "Cancel").click();
    assert.equal(await page.locator("dialog").count(), 0);
    await button(page, "Menu").click();
    await page.locator("input[type=file]").setInputFiles(path);
    await button(page, "Cancel").click();
    await page.waitForTimeout(500);
    assert.equal(await page.locator("dialog").count(), 0);
    assert.equal((await names(page)).length, 3);
  }));

for (const [name, content] of [
  [
    "x.csv",
    'name,exposure per hour,feature demand,__proto__,constructor\n"<img src=x onerror=alert(1)>",100,low,1,2\n=1+1,5,high,,\n__proto__,5,high,,\n',
  ],
  [
    "protohead.xlsx",
    workbook(
      '<row><c t="inlineStr"><is><t>__proto__</t></is></c><c><v>100</v></c><c t="inlineStr"><is><t>low</t></is></c><c><v>1</v></c></row>'.repeat(
        3,
      ),
    ).length > 0
      ? zipSync({
          "xl/worksheets/sheet1.xml": strToU8(
            `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${HEAD.replace("feature demand", "__proto__")}<row><c t="inlineStr"><is><t>a</t></is></c><c><v>100</v></c><c t="inlineStr"><is><t>low</t></is></c></row></sheetData></worksheet>`,
          ),
        })
      : "",
  ],
]) {
  test(`headings that are names of JavaScript's own mean nothing: ${name}`, () =>
    visit({}, async (page) => {
      const before = (await state(page)).case;
      await offered(page, file(name, content));
      assert.equal(await page.locator("dialog.bring th", { hasText: "__proto__" }).locator("select").inputValue(), "");
      assert.deepEqual((await state(page)).case, before, "nothing is taken before it is asked for");
      await shoot(page, `71-read-${name}`);
      const demand = page.getByLabel(/how much demand there is/u);
      if ((await demand.count()) > 0) await demand.selectOption("low");
      await page.locator("dialog.bring button.main").click();
      const { portfolio } = (await state(page)).case;
      for (const service of portfolio.services)
        assert.deepEqual(Object.keys(service).toSorted(), ["exposure_per_hour", "feature_demand", "kind", "name"]);
      await button(page, "Undo").click();
      assert.deepEqual((await state(page)).case.portfolio, before.portfolio);
    }));
}

test("what a column was taken for can be changed, and rows are added or take the place of all", () =>
  visit({}, async (page) => {
    const path = file("mine.csv", "Thing,Euros,Team\ncheckout,9000,shop\nbedroom,1000,bedroom\n");
    await offered(page, path);
    await page.getByText("Say which column holds the names").waitFor();
    assert.equal(await page.locator("dialog.bring button.main").isDisabled(), true);
    await page.locator("dialog.bring").getByLabel("Thing").selectOption("name");
    await page.locator("dialog.bring").getByLabel("Euros").selectOption("exposure_per_hour");
    await page.getByLabel("1 service does not say how much demand there is for features").selectOption("low");
    await page.getByText("1 has the name of a service that is here").waitFor();
    await button(page, "Add to the 3 services here").click();
    await settled(page);
    assert.deepEqual(await names(page), ["ecommerce-platform", "appointments", "bedroom", "checkout"]);
    const { services } = (await state(page)).case.portfolio;
    assert.deepEqual(
      [services[2].exposure_per_hour, services[3].team, services[3].exposure_per_hour],
      ["1000", "shop", "9000"],
    );
  }));

test("a table without headings stays one when a column is left out", () =>
  visit({}, async (page) => {
    await offered(page, file("bare.csv", "checkout,digital,shop,9000,high\nbedroom,digital,bedroom,1000,low\n"));
    const dialog = page.locator("dialog.bring");
    await dialog.getByText("2 services in bare.csv").waitFor();
    const headed = dialog.getByLabel("The first row holds headings");
    assert.equal(await headed.isChecked(), false);
    await dialog.locator("th select").nth(4).selectOption("");
    await page.getByLabel("1 service does not say how much demand there is for features").selectOption("low");
    assert.equal(await headed.isChecked(), false);
    await button(page, "Add to the 3 services here").click();
    await settled(page);
    assert.deepEqual(await names(page), ["ecommerce-platform", "appointments", "bedroom", "checkout"]);
  }));

test("letters that turn a sentence round are shown by their number, wherever they stand", () =>
  visit({}, async (page) => {
    await page.locator("#field-1-name").fill("evil\u202egnp.exe");
    await settled(page).catch(() => {});
    await page.locator("#field-1-name").blur();
    await page
      .getByText(/evil\[U\+202E\]gnp\.exe/u)
      .first()
      .waitFor();
    const found = await page.evaluate(() => {
      const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const all = [];
      while (walk.nextNode()) if (turning.test(walk.currentNode.nodeValue)) all.push(walk.currentNode.nodeValue);
      for (const one of document.querySelectorAll("[aria-label], [title]"))
        for (const name of ["aria-label", "title"])
          if (turning.test(one.getAttribute(name) ?? "")) all.push(one.getAttribute(name));
      return all;
    });
    assert.deepEqual(found, []);
    assert.ok((await page.getByText(/evil\[U\+202E\]gnp\.exe/u).count()) > 0);
    assert.equal(
      await page.locator("#field-1-name").inputValue(),
      "evil\u202egnp.exe",
      "what is edited stays as it is",
    );
  }));

test("no other page shows this one inside itself, where the host sends the headers of the build", async () => {
  const stranger = createServer((_, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end(`<iframe src="${site.server.address}"></iframe>`),
  );
  await new Promise((resolve) => stranger.listen(0, "127.0.0.1", resolve));
  try {
    const page = await (await site.browser.newContext()).newPage();
    await page.goto(`http://127.0.0.1:${stranger.address().port}/`);
    await page.waitForTimeout(1000);
    const inside = page.frames().find((frame) => frame !== page.mainFrame());
    assert.equal(await inside.evaluate(() => document.querySelector("#app") !== null).catch(() => false), false);
    await page.context().close();
  } finally {
    stranger.closeAllConnections();
    await new Promise((resolve) => stranger.close(resolve));
  }
});

test("a cut link says so, and nothing lies over it", async () => {
  const { page, close } = await open(site.browser, `${site.server.address}#case=AAAA`);
  try {
    await page.getByText(/The link cannot be opened/u).waitFor();
    const dismiss = await button(page, "Dismiss").boundingBox();
    assert.equal(
      await page.evaluate(
        ({ x, y, width, height }) => document.elementFromPoint(x + width / 2, y + height / 2)?.textContent,
        dismiss,
      ),
      "Dismiss",
    );
  } finally {
    await close();
  }
});
