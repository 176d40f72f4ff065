// How the page's files depend on each other: none on itself by way of others, and none is too long for one concept.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import test from "node:test";

import { here } from "./common.js";

const source = here("../src");
const files = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((one) => one.isFile() && /\.tsx?$/u.test(one.name))
  .map((one) => relative(source, join(one.parentPath, one.name)))
  .toSorted();
/** What `cargo xtask types` writes. */
const WRITTEN = ["words.ts", "questions.ts"];
const LONGEST = 600;

/** The files that a file needs at once: neither types alone, nor what is loaded when it is needed. */
const needs = (file) =>
  [...readFileSync(join(source, file), "utf8").matchAll(/^(?:import|export)\s(?!type\b)[^;]*?from "(\.[^"]*)";/gmu)]
    .map(([, path]) => relative(source, join(source, dirname(file), path)))
    .map((path) =>
      ["", ".ts", ".tsx"].map((end) => path + end).find((one) => /\.tsx?$/u.test(one) && existsSync(join(source, one))),
    )
    .filter((path) => path !== undefined);

test("no file of the page imports itself by way of others", () => {
  const graph = new Map(files.map((file) => [file, needs(file)]));
  assert.ok([...graph.values()].flat().length > 100);
  const done = new Set();
  const circles = [];
  const walk = (file, above) => {
    if (above.includes(file)) circles.push([...above.slice(above.indexOf(file)), file].join(" → "));
    else if (!done.has(file)) {
      for (const next of graph.get(file) ?? []) walk(next, [...above, file]);
      done.add(file);
    }
  };
  for (const file of files) walk(file, []);
  assert.deepEqual(circles, []);
});

test(`no file of the page has more than ${LONGEST} lines`, () => {
  const long = files
    .filter((file) => !WRITTEN.includes(file))
    .map((file) => [file, readFileSync(join(source, file), "utf8").split("\n").length])
    .filter(([, lines]) => lines > LONGEST);
  assert.deepEqual(long, []);
});
