export const startMeasurer = (): Worker => new Worker(new URL("./measurer.ts", import.meta.url), { type: "module" });
