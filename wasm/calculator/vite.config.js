import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { parse } from "smol-toml";
import { defineConfig } from "vite";

import { probe, selectorFrom } from "./src/probe.ts";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

// What the page may do: run its own scripts and the core's WebAssembly, and talk to nobody else.
const policy = {
  "default-src": "'none'",
  "script-src": "'self' 'wasm-unsafe-eval'",
  "style-src": "'self'",
  "img-src": "'self' data: blob:",
  "connect-src": "'self'",
  "worker-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
};

// What only a host can say: no other page may show this one inside itself. README.md has them for other hosts.
const HEADERS = {
  "Content-Security-Policy": "frame-ancestors 'none'",
  "X-Frame-Options": "DENY",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
};

function contentSecurityPolicy(serving) {
  // While developing, Vite itself puts styles into the page and opens a socket to tell of changes.
  const given = serving ? { ...policy, "style-src": "'self' 'unsafe-inline'", "connect-src": "'self' ws:" } : policy;
  const text = Object.entries(given)
    .map(([key, value]) => `${key} ${value}`)
    .join("; ");
  return { name: "content-security-policy", transformIndexHtml: (html) => html.replace("%CSP%", text) };
}

// The retailer as JSON, so that a first visit needs no reader of TOML; what the core answers about it, so that a first
// visit has something to look at while the core is loaded; and the templates of templates/.
function example() {
  const source = here("../../examples/furniture-retailer-costs.toml");
  const read = () => parse(readFileSync(source, "utf8"));
  const templates = here("templates/");
  const loads = {
    "#example": () => read(),
    "#templates": () =>
      readdirSync(templates)
        .filter((name) => name.endsWith(".toml"))
        .toSorted()
        .map((name) => parse(readFileSync(join(templates, name), "utf8"))),
    "#first": async () => {
      const { compare, recommend } = await import("../js/node.js");
      const portfolio = read();
      const selector = selectorFrom(portfolio, recommend(probe(portfolio)).services);
      return {
        recommendation: recommend(JSON.stringify(portfolio)).toJSON(),
        comparison: compare(JSON.stringify(portfolio)).toJSON(),
        selector,
      };
    },
  };
  return {
    name: "example",
    resolveId: (id) => (id in loads ? `\0${id}` : undefined),
    async load(id) {
      const data = loads[id.slice(1)];
      if (!id.startsWith("\0#") || data === undefined) return undefined;
      this.addWatchFile(id.endsWith("#templates") ? templates : source);
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(await data()))});`;
    },
  };
}

// For the single file: the compiled module that has everything, as text.
function moduleInline() {
  return {
    name: "module-inline",
    resolveId: (id) => (id === "#module" ? "\0#module" : undefined),
    load(id) {
      if (id !== "\0#module") return undefined;
      const text = readFileSync(here("../pkg/all_bg.wasm")).toString("base64");
      return `export const compiledModules = () => ({ all: Uint8Array.from(atob("${text}"), (letter) => letter.charCodeAt(0)) });`;
    },
  };
}

// Beside the built page, the service worker that keeps its files. All but index.html have names that follow from their
// content, so their names and that page say which build it is.
function offline() {
  return {
    name: "offline",
    apply: "build",
    writeBundle({ dir }, bundle) {
      const { "index.html": page, ...others } = bundle;
      const files = Object.keys(others).sort();
      const given = {
        FILES: JSON.stringify(files),
        FIRST: JSON.stringify(files.filter((name) => page.source.includes(name))),
        VERSION: createHash("sha256").update(files.join()).update(page.source).digest("hex").slice(0, 12),
      };
      const source = readFileSync(here("src/offline-worker.js"), "utf8");
      // Hosts that read such a file send these with every page; a page cannot ask for them itself.
      writeFileSync(
        join(dir, "_headers"),
        `/*\n${Object.entries(HEADERS)
          .map(([name, value]) => `  ${name}: ${value}\n`)
          .join("")}`,
      );
      writeFileSync(
        join(dir, "offline.js"),
        source.replaceAll(/__(FILES|FIRST|VERSION)__/gu, (_, key) => given[key]),
      );
    },
  };
}

export default defineConfig(({ command, mode }) => {
  const single = mode === "single";
  return {
    base: "./",
    resolve: {
      alias: [
        { find: /^whorunsit$/, replacement: here("../js/browser.js") },
        { find: /^whorunsit\/measure$/, replacement: here("../js/measure-browser.js") },
        { find: /^#measurer$/, replacement: here(single ? "src/measurer-none.ts" : "src/measurer-beside.ts") },
        { find: /^#worker$/, replacement: here(single ? "src/worker-inline.ts" : "src/worker-beside.ts") },
        { find: /^#reader$/, replacement: here(single ? "src/reader-inline.ts" : "src/reader-beside.ts") },
        ...(single ? [] : [{ find: /^#module$/, replacement: here("src/module-beside.ts") }]),
      ],
    },
    define: { __SINGLE__: JSON.stringify(single) },
    plugins: [example(), contentSecurityPolicy(command === "serve"), ...(single ? [] : [offline()])],
    server: { fs: { allow: [here("../..")] } },
    worker: { format: single ? "iife" : "es", plugins: () => (single ? [moduleInline()] : []) },
    build: {
      target: "es2022",
      outDir: single ? "dist-single" : "dist",
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      cssCodeSplit: !single,
      reportCompressedSize: false,
      rolldownOptions: single ? { output: { codeSplitting: false } } : {},
    },
  };
});
