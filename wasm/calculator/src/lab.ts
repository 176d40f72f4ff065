// What the answer says of how sure it is, and of what to find out next: worked out by itself, in a worker of its own. A few trials at first, then as many as the
// case asks for, if that does not take long. A longer simulation is for somebody to ask for, in the tab of that name.

import type { NextSteps } from "whorunsit";

import type { Simulation } from "./answers";
import { Cancelled, Crashed, Engine, Refusal } from "./engine";
import type { Portfolio } from "./portfolio";
import type { Simulated1 } from "./simulate";
import type { Store } from "./store";

const QUICK_TRIALS = 1000;
/** What takes longer than this is not refined without being asked for. */
const REFINED_MILLISECONDS = 4000;

/** What to find out next, and of which case. */
export interface Steps {
  readonly of: Portfolio;
  readonly opened: number;
  readonly answer: NextSteps;
}

export class Lab {
  result: Simulated1 | undefined;
  steps: Steps | undefined;
  /** When it started, by the page's clock. */
  started: number | undefined;
  /** Whether the core has nothing to simulate. */
  refused = false;
  #engine = new Engine();
  /** The last case that was tried by itself, and how. */
  #tried = "";
  #triedOf: Portfolio | undefined;
  /** The case that it is being found out of, or was. */
  #steppedOf: Portfolio | undefined;
  #listener: () => void = () => {};

  constructor(private readonly store: Store) {}

  listen(listener: () => void): void {
    this.#listener = listener;
  }

  get running(): boolean {
    return this.started !== undefined;
  }

  /** What was simulated of the case that is open, in this form of it or one before. */
  get last(): Simulated1 | undefined {
    return this.result?.opened === this.store.opened ? this.result : undefined;
  }

  /** What to find out next of the case that is open, in this form of it or one before. */
  get next(): Steps | undefined {
    return this.steps?.opened === this.store.opened ? this.steps : undefined;
  }

  /** Asks what to find out next, unless that was done already. */
  async findOut(): Promise<void> {
    const { portfolio: of } = this.store.case;
    if (this.#steppedOf === of || this.running) return;
    this.#steppedOf = of;
    const { opened } = this.store;
    try {
      const answer = await this.#engine.ask<NextSteps>("next", JSON.stringify(of), { places: false });
      this.steps = { of, opened, answer };
      this.#listener();
    } catch (error) {
      // What overtook it asks again.
      if (error instanceof Cancelled || error instanceof Crashed) this.#steppedOf = undefined;
      else if (!(error instanceof Refusal)) throw error;
    }
  }

  /** Simulates without being asked, unless that was done already; then finds out what to find out. */
  async keepUp(): Promise<void> {
    await this.#refine();
    await this.findOut();
  }

  async #refine(): Promise<void> {
    const { portfolio, trials, seed } = this.store.case;
    const how = `${trials} ${seed}`;
    if (this.#triedOf === portfolio && this.#tried === how) return;
    if (this.running || (this.#steppedOf !== undefined && this.steps?.of !== this.#steppedOf)) this.cancel();
    this.#triedOf = portfolio;
    this.#tried = how;
    const wanted = /^\d{1,7}$/u.test(trials) ? Number(trials) : 0;
    if (wanted > QUICK_TRIALS) {
      const quick = await this.#run(String(QUICK_TRIALS));
      if (quick === undefined || this.store.case.portfolio !== portfolio) return;
      if ((quick * wanted) / QUICK_TRIALS > REFINED_MILLISECONDS) return;
    }
    await this.#run(trials);
  }

  cancel(): void {
    this.#engine.cancel();
  }

  /** How long the core took, unless it did not come to an end. */
  async #run(trials: string): Promise<number | undefined> {
    const { portfolio: of, seed } = this.store.case;
    const { opened } = this.store;
    this.refused = false;
    const started = performance.now();
    this.started = started;
    this.#listener();
    try {
      // Options go as text: whether they make sense is for the core to say.
      const answer = await this.#engine.ask<Simulation>("simulate", JSON.stringify(of), {
        places: false,
        trials,
        seed,
      });
      this.result = { of, opened, answer, milliseconds: this.#engine.lastMilliseconds };
      return this.#engine.lastMilliseconds;
    } catch (error) {
      if (error instanceof Refusal) this.refused = true;
      else if (!(error instanceof Cancelled || error instanceof Crashed)) throw error;
      return undefined;
    } finally {
      // What took its place is at work already.
      if (this.started === started) this.started = undefined;
      this.#listener();
    }
  }
}
