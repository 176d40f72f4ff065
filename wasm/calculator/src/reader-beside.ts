export function startReader(): Worker {
  return new Worker(new URL("./reader.ts", import.meta.url), { type: "module" });
}
