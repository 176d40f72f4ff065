// What the core says about the case that is open. The newest case only: what was overtaken is not asked any more.

import type { LeftOutOfAnswer, Problem, TransitionPlan } from "whorunsit";

import type { Comparison, Recommendation, Schedules, Sensitivity } from "./answers";
import { Cancelled, Crashed, Engine, Refusal } from "./engine";
import first from "#first";

import { Kept } from "./kept";
import { probe, selectorFrom, type Selector } from "./probe";
import { at, type Portfolio } from "./portfolio";

export type { Selector };

export interface View {
  /** The portfolio that the answers are about; not that on the screen while it has problems: then without the services that have some, or the one before. */
  readonly of: Portfolio | undefined;
  readonly recommendation: Recommendation | undefined;
  readonly comparison: Comparison | undefined;
  readonly schedules: Schedules | undefined;
  readonly plan: TransitionPlan | undefined;
  /** Null where it is not looked for: of many services, and of some that a profile fills in, it takes minutes. */
  readonly sensitivity: Sensitivity | null | undefined;
  readonly selector: Selector | undefined;
  /** Problems of the portfolio on the screen. */
  readonly problems: readonly Problem[];
  /** The services of the portfolio on the screen that the answers leave out because of their problems, by their places. */
  readonly leftOut: readonly number[];
  readonly failure: string | undefined;
  /** Whether what the page needs for money is still being loaded: decisions are there, and what they cost is on its way. */
  readonly awaitsMoney: boolean;
}

const NOTHING: View = {
  of: undefined,
  recommendation: undefined,
  comparison: undefined,
  schedules: undefined,
  plan: undefined,
  sensitivity: undefined,
  selector: undefined,
  problems: [],
  leftOut: [],
  failure: undefined,
  awaitsMoney: false,
};

/** Of more services than this, flip points are not looked for; of fewer, where a profile makes a range of every input. */
const MOST_SENSITIVE = 60;
const MOST_PROFILED = 4;
const MOST_AT_ONCE = 200;

export class Live {
  view: View = NOTHING;
  #engine: Engine;
  /** Flip points take longest: they are looked for beside everything else, and nobody waits for them. */
  #senses = new Engine();
  #sensing = false;
  #kept = new Kept();
  #wanted: Portfolio | undefined;
  #working = false;
  #selectorOf = "";
  #listener: () => void = () => {};
  /** Told when something else is wanted. */
  #overtaken: () => void = () => {};
  /** From a change to the figures that follow from it being known, for the tests' report. */
  times = { recommended: 0, compared: 0, at: 0, core: 0, decided: 0 };

  constructor(crashed: (message: string) => void) {
    this.#engine = new Engine(crashed);
    this.#engine.warm();
  }

  get engine(): Engine {
    return this.#engine;
  }

  listen(listener: () => void): void {
    this.#listener = listener;
  }

  /** Shows what the core answered about the example when the page was built, until it answers here. */
  remember(example: Portfolio): void {
    this.#show({ of: example, ...first, awaitsMoney: false });
    this.#selectorOf = probe(example);
  }

  /** Where the core was idle, a promise for its being idle again. */
  update(portfolio: Portfolio): Promise<void> | undefined {
    if (portfolio === this.#wanted) return undefined;
    this.#wanted = portfolio;
    this.#overtaken();
    if (this.#sensing) this.#senses.end();
    return this.#working ? undefined : this.#work();
  }

  async #work(): Promise<void> {
    this.#working = true;
    let done: Portfolio | undefined;
    let again = true;
    while (this.#wanted !== undefined && this.#wanted !== done) {
      const of: Portfolio = this.#wanted;
      try {
        await this.#solve(of);
        done = of;
      } catch (error) {
        if (error instanceof Refusal) {
          done = of;
          // Where there is no service, no figure from before is of anything on the screen.
          const { selector } = this.view;
          const before = of.services.length === 0 ? { ...NOTHING, selector } : {};
          this.#show({ ...before, problems: error.problems, leftOut: [], failure: undefined });
        } else if ((error instanceof Crashed || error instanceof Cancelled) && again) {
          again = false; // Once more, in the new worker.
          this.#kept.forget();
        } else {
          done = of;
          this.#show({ failure: error instanceof Error ? error.message : String(error) });
        }
      }
    }
    this.#working = false;
  }

  /** Until money can be worked out, or something else is wanted. Who should run what is shown at once, where it is not yet. */
  #waitForMoney(of: Portfolio): Promise<unknown> {
    const overtaken = new Promise<void>((resolve) => (this.#overtaken = resolve));
    // Where money decides there is nothing to show before.
    const early = this.view.of !== of && at(of, ["selection", "policy"]) !== "least-cost";
    return Promise.race([Promise.all([this.#engine.withMoney(), early ? this.#decide(of) : undefined]), overtaken]);
  }

  async #decide(of: Portfolio): Promise<void> {
    const started = performance.now();
    const source = JSON.stringify(of);
    const [recommendation, schedules, selector] = await Promise.all([
      this.#engine.ask<Recommendation & LeftOutOfAnswer>("recommend", source, { places: false, money: false }),
      this.#engine.ask<Schedules>("schedules", source, { places: false, money: false }),
      this.#selector(of),
    ]);
    if (this.#engine.hasMoney || this.#wanted !== of) return;
    this.times.decided = performance.now() - started;
    this.#show({
      ...answeredFor(of, recommendation),
      recommendation,
      schedules,
      selector,
      comparison: undefined,
      plan: undefined,
      sensitivity: undefined,
      failure: undefined,
      awaitsMoney: true,
    });
  }

  async #solve(of: Portfolio): Promise<void> {
    if (!this.#engine.hasMoney) await this.#waitForMoney(of);
    if (this.#wanted !== of) return;
    const overtaken = () => this.#wanted !== of;
    const started = performance.now();
    const since = () => performance.now() - started;
    const source = JSON.stringify(of);
    let core = 0;
    // Kept from edit to edit, and nothing else is: the selector's own portfolio would take its place.
    const ask = async <T>(command: string): Promise<T> => {
      const options = { places: false, keep: true, since: this.#kept.since(command) };
      const answer = await this.#engine.ask<T>(command, source, options);
      core += this.#engine.lastMilliseconds;
      return this.#kept.whole(command, answer);
    };
    const recommended = async () => {
      const recommendation = await ask<Recommendation & LeftOutOfAnswer>("recommend");
      this.times.recommended = since();
      const about = answeredFor(of, recommendation);
      return {
        ...about,
        recommendation,
        selector: await this.#selector(about.of),
        failure: undefined,
        awaitsMoney: false,
      };
    };
    const compared = async () => {
      const comparison = await ask<Comparison>("compare");
      Object.assign(this.times, { compared: since(), core, at: started });
      return { comparison };
    };
    const scheduled = async () => ({ schedules: await ask<Schedules>("schedules") });
    const planned = async () => ({ plan: await ask<TransitionPlan>("plan").catch(none) });
    // A short case is asked about and shown at once: drawing in between would only take time. A long one comes as it is
    // known, and gives way to the next.
    const short = of.services.length <= MOST_AT_ONCE;
    const parts: (() => Promise<Partial<View>>)[] = short
      ? [
          async () =>
            Object.assign(
              {},
              ...((await Promise.all([recommended(), compared(), scheduled(), planned()])) as Partial<View>[]),
            ) as Partial<View>,
        ]
      : [recommended, compared, scheduled, planned];
    // Figures of the same services stay until the new ones come, a frame later: nothing flickers.
    const same = this.view.of !== undefined && this.view.of.services.length === of.services.length;
    const kept = same ? {} : { comparison: undefined, schedules: undefined, plan: undefined, sensitivity: undefined };
    for (const [index, part] of parts.entries()) {
      const found = await part();
      this.#show(index === 0 ? { ...kept, ...found } : found);
      if (overtaken()) return;
    }
    void this.#sense(of, source);
  }

  async #sense(of: Portfolio, source: string): Promise<void> {
    const profiled = [of, ...of.services].some((one) => one["profile"] !== undefined);
    if (of.services.length > (profiled ? MOST_PROFILED : MOST_SENSITIVE)) {
      this.#show({ sensitivity: null });
      return;
    }
    this.#sensing = true;
    try {
      const sensitivity = await this.#senses.ask<Sensitivity>("sensitivity", source, { places: false });
      if (this.#wanted === of) this.#show({ sensitivity });
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof Cancelled || error instanceof Crashed)) throw error;
      if (this.#wanted === of) this.#show({ sensitivity: null });
    } finally {
      this.#sensing = false;
    }
  }

  async #selector(of: Portfolio): Promise<Selector | undefined> {
    const source = probe(of);
    if (source === this.#selectorOf) return this.view.selector;
    try {
      const { services } = await this.#engine.ask<Recommendation>("recommend", source, { places: false });
      this.#selectorOf = source;
      return selectorFrom(of, services);
    } catch (error) {
      if (error instanceof Refusal) return this.view.selector;
      throw error;
    }
  }

  #show(change: Partial<View>): void {
    this.view = { ...this.view, ...change };
    this.#listener();
  }
}

function none(error: unknown): undefined {
  if (error instanceof Refusal) return undefined;
  throw error;
}

/** The portfolio that an answer is about, without the services that it leaves out, and what it says about these. */
function answeredFor(
  of: Portfolio,
  { problems = [], left_out = [] }: LeftOutOfAnswer,
): Pick<View, "problems" | "leftOut"> & { readonly of: Portfolio } {
  const leftOut = left_out.map(({ path }) => Number(path.split("/")[2]));
  const rest =
    leftOut.length === 0 ? of : { ...of, services: of.services.filter((_, index) => !leftOut.includes(index)) };
  return { of: rest, problems, leftOut };
}

/** What an answer says of each service of the portfolio on the screen; undefined of those that it leaves out. */
export function inPlaces<T>(view: View, services: readonly T[] | undefined): readonly (T | undefined)[] | undefined {
  if (services === undefined || view.leftOut.length === 0) return services;
  const all: (T | undefined)[] = [...services];
  for (const place of [...view.leftOut].sort((a, b) => a - b)) all.splice(place, 0, undefined);
  return all;
}
