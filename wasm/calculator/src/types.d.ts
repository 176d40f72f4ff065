/// <reference types="vite/client" />

declare const __SINGLE__: boolean;

declare module "#worker" {
  /** Starts a worker of the core. */
  export function startWorker(): Worker;
}

declare module "#module" {
  /** The addresses or the bytes of the core's compiled modules; the single file has one for everything. */
  export function compiledModules(): { readonly [name in import("whorunsit").ModuleName]?: string | BufferSource };
}

declare module "#example" {
  /** The furniture retailer with costs. */
  const example: import("./portfolio").Portfolio;
  export default example;
}

declare module "#templates" {
  /** Portfolios of templates/, to begin with. */
  const templates: readonly import("./portfolio").Portfolio[];
  export default templates;
}

declare module "#first" {
  /** What the core answered about the example when the page was built. */
  const first: Pick<import("./live").View, "recommendation" | "comparison" | "selector">;
  export default first;
}

declare module "#reader" {
  /** Starts a worker that reads files. */
  export function startReader(): Worker;
}

declare module "#measurer" {
  /** Starts a worker that measures; nothing in the single file, which does not carry what measures. */
  export const startMeasurer: (() => Worker) | undefined;
}
