// What the answer says of how sure it is: simulated by itself, in a worker of its own. A few trials at first, then as many as the
// case asks for, if that does not take long. A longer simulation is for somebody to ask for, in the tab of that name.

import type { Simulation } from "./answers";
import { Cancelled, Crashed, Engine, Refusal } from "./engine";
import type { Portfolio } from "./portfolio";
import type { Simulated1 } from "./simulate";
import type { Store } from "./store";

const QUICK_TRIALS = 1000;
/** What takes longer than this is not refined without being asked for. */
const REFINED_MILLISECONDS = 4000;

export class Lab {
  result: Simulated1 | undefined;
  /** When it started, by the page's clock. */
  started: number | undefined;
  /** Whether the core has nothing to simulate. */
  refused = false;
  #engine = new Engine();
  /** The last case that was tried by itself, and how. */
  #tried = "";
  #triedOf: Portfolio | undefined;
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

  /** Simulates without being asked, unless that was done already. */
  async keepUp(): Promise<void> {
    const { portfolio, trials, seed } = this.store.case;
    const how = `${trials} ${seed}`;
    if (this.#triedOf === portfolio && this.#tried === how) return;
    if (this.running) this.cancel();
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
