// What the page and its workers say to each other.

import type { Problem } from "whorunsit";

/** What a worker loads before anybody asks it: the smallest module, and then the one with money. */
export interface Warm {
  readonly warm: true;
}

export interface Request {
  readonly id: number;
  readonly command: string;
  /** JSON or TOML text; a table of services, as text or as the bytes of a file. */
  readonly portfolio: string | Uint8Array;
  readonly options?: object;
  /** Of a ledger, these lines only. */
  readonly only?: Only;
}

/** Which lines of a ledger are wanted: it can have 100 000. What is not named is not asked about. */
export interface Only {
  readonly services?: readonly string[];
  readonly types?: readonly string[];
  readonly codes?: readonly string[];
}

export type Reply =
  /** Whether it can do more than decide. */
  | { readonly kind: "ready"; readonly money: boolean }
  | { readonly kind: "unusable"; readonly message: string }
  | { readonly kind: "progress"; readonly id: number; readonly done: number; readonly total: number }
  | { readonly kind: "answer"; readonly id: number; readonly text: string; readonly milliseconds: number }
  | { readonly kind: "refusal"; readonly id: number; readonly problems: readonly Problem[] }
  | { readonly kind: "failure"; readonly id: number; readonly message: string };
