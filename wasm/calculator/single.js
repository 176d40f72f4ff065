// Puts everything that Vite built into one file that opens from disk: dist-single/whorunsit-calculator.html.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const folder = new URL("dist-single/", import.meta.url);
const assets = new URL("assets/", folder);
const names = readdirSync(assets);
const only = (ending) => {
  const found = names.filter((name) => name.endsWith(ending));
  if (found.length !== 1) throw new Error(`expected one file ${ending}, found ${found.join(", ")}`);
  return readFileSync(new URL(found[0], assets), "utf8");
};
const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

// What would end the element, or open a comment in it, can stand in strings only: there a backslash changes nothing.
const script = only(".js")
  .replaceAll(/<\/(?=script)/giu, "<\\/")
  .replaceAll("<!--", "<\\!--");
const style = only(".css");
const policy = [
  "default-src 'none'",
  `script-src ${hash(script)} 'wasm-unsafe-eval' blob:`,
  `style-src ${hash(style)}`,
  "img-src data: blob:",
  "worker-src blob:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

// Functions, so that no `$&` in what is put in means anything.
const page = readFileSync(new URL("index.html", folder), "utf8")
  .replace(/(http-equiv="Content-Security-Policy" content=")[^"]*/u, (_, start) => start + policy)
  .replaceAll(/\s*<(script|link)[^>]*(src|href)="\.\/assets\/[^>]*>(<\/script>)?/gu, "")
  .replace("</head>", () => `<style>${style}</style>\n  </head>`)
  .replace("</body>", () => `<script type="module">${script}</script>\n  </body>`);
if (/(src|href)="\.?\/?assets/u.test(page.slice(0, 3000))) throw new Error("something is still beside the page");

writeFileSync(new URL("whorunsit-calculator.html", folder), page);
rmSync(assets, { recursive: true });
rmSync(new URL("index.html", folder));
console.log(
  `dist-single/whorunsit-calculator.html: ${(page.length / 1e6).toFixed(2)} MB, ${(gzipSync(page).length / 1e3).toFixed(0)} KB gzipped`,
);
