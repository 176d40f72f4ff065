// Before the page is served or built: the core's compiled modules, if they are not there yet. It takes Rust, and a minute or two.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

function run(command, args, cwd) {
  console.error(`${command} ${args.join(" ")}`);
  // On Windows npm is a script, which only a shell starts.
  execFileSync(command, args, { cwd, stdio: "inherit", shell: process.platform === "win32" });
}

if (!["all", "measure"].every((name) => existsSync(here(`../pkg/${name}_bg.wasm`)))) {
  console.error(
    "The compiled modules are missing: building them once. After a change of Rust code, run `cargo xtask wasm`.",
  );
  try {
    if (!existsSync(here("../node_modules/.bin/wasm-opt"))) run("npm", ["ci", "--no-audit", "--no-fund"], here(".."));
    run("cargo", ["xtask", "wasm"], here("../.."));
  } catch (error) {
    console.error(
      error.code === "ENOENT"
        ? `\`${error.path}\` is missing. The core is written in Rust: install it from https://rustup.rs, then try again.`
        : "The modules could not be built; what failed is told above.",
    );
    process.exit(1);
  }
}
