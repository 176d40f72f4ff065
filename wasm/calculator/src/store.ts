// The case that is open, with its history. One step of undoing is one thing that somebody did.

import type { Portfolio, Table } from "./portfolio";

export interface Scenario {
  readonly name: string;
  /** TOML or JSON, as the core takes it. */
  readonly changes: string;
}

/** All that a link carries. */
export interface Case {
  readonly portfolio: Portfolio;
  readonly scenarios: readonly Scenario[];
  readonly trials: string;
  readonly seed: string;
}

const STEPS = 200;
const TOGETHER_MILLISECONDS = 800;

interface Step {
  readonly case: Case;
  readonly opened: number;
}

export class Store {
  #case: Case;
  #opened = 0;
  #openings = 0;
  /** The openings whose case somebody changed. */
  #touched = new Set<number>();
  #past: Step[] = [];
  #future: Step[] = [];
  #listeners = new Set<() => void>();
  #last: { what: string; when: number } | undefined;

  constructor(first: Case) {
    this.#case = first;
  }

  get case(): Case {
    return this.#case;
  }

  /** Which opening the case comes from: what was worked out in another one is about another portfolio. */
  get opened(): number {
    return this.#opened;
  }

  /** Whether nobody has changed it since it was opened. */
  get untouched(): boolean {
    return !this.#touched.has(this.#opened);
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Changes the case. Changes of the same thing shortly after each other are one step, such as typing a
   *  number; a drag, which has a name of its own, is one however long it takes. */
  change(next: Partial<Case>, what?: string): void {
    const now = performance.now();
    const soon = this.#last !== undefined && now - this.#last.when < TOGETHER_MILLISECONDS;
    const goesOn = what !== undefined && this.#last?.what === what && (soon || what.startsWith("drag"));
    if (!goesOn) this.#keep();
    this.#last = what === undefined ? undefined : { what, when: now };
    this.#future = [];
    this.#case = { ...this.#case, ...next };
    this.#touched.add(this.#opened);
    this.#tell();
  }

  /** Somebody left the field: what comes next is a step of its own, however soon. */
  left(): void {
    this.#last = undefined;
  }

  /** Puts another case in the place of the one that is open. */
  open(next: Case): void {
    this.#keep();
    this.#last = undefined;
    this.#future = [];
    this.#case = next;
    this.#opened = ++this.#openings;
    this.#tell();
  }

  services(services: readonly Table[], what?: string): void {
    this.change({ portfolio: { ...this.#case.portfolio, services } }, what);
  }

  undo(): void {
    this.#move(this.#past, this.#future);
  }

  redo(): void {
    this.#move(this.#future, this.#past);
  }

  #keep(): void {
    this.#past.push(this.#now);
    if (this.#past.length > STEPS) this.#past.shift();
  }

  get #now(): Step {
    return { case: this.#case, opened: this.#opened };
  }

  #move(from: Step[], to: Step[]): void {
    const next = from.pop();
    if (next === undefined) return;
    to.push(this.#now);
    this.#case = next.case;
    this.#opened = next.opened;
    this.#last = undefined;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
