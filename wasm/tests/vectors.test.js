// The vectors that Rust, Python and Node share must match byte for byte.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import test from "node:test";

import * as whorunsit from "whorunsit";

import { call } from "../pkg/whorunsit.js";
import { repository, thrownBy } from "./common.js";

const folder = new URL("vectors/", repository);
const inputs = (existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [])
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name: command }) =>
    readdirSync(new URL(`${command}/`, folder))
      .map((file) => ({ command, file, name: /^(.*)\.input\.(?:toml|json|bin)$/.exec(file)?.[1] }))
      .filter(({ name }) => name !== undefined),
  );

test("there are vectors", () => assert.ok(inputs.length > 0, `no vectors in ${folder}`));

for (const { command, file, name } of inputs) {
  test(`vector ${command}/${file}`, () => {
    const place = new URL(`${command}/`, folder);
    const portfolio = readFileSync(new URL(file, place));
    const stage = (stage) => new URL(`${name}.${stage}.json`, place);
    assert.notEqual(existsSync(stage("output")), existsSync(stage("error")), "needs either an output or an error");
    const options = { pretty: true };
    if (existsSync(stage("options"))) Object.assign(options, JSON.parse(readFileSync(stage("options"))));
    const run = () => whorunsit[command.replace(/-(.)/g, (_, letter) => letter.toUpperCase())](portfolio, options);

    if (existsSync(stage("output"))) {
      assert.equal(run().text + "\n", readFileSync(stage("output"), "utf8"));
      return;
    }
    const expected = readFileSync(stage("error"), "utf8");
    assert.equal(call(command, portfolio, JSON.stringify(options)) + "\n", expected);
    const found = thrownBy(run);
    assert.ok(found instanceof whorunsit.PortfolioError, String(found));
    const brief = ({ code, path }) => ({ code, path });
    assert.deepEqual(found.problems.map(brief), JSON.parse(expected).errors.map(brief));
  });
}
