// Answers of a portfolio that the core keeps: after an edit they come with what has changed, and are put together here.

interface Told {
  readonly services: readonly unknown[];
  /** Which answer it is, where it may come in parts. */
  readonly revision?: number;
  /** The places of `services`, where these are not all. */
  readonly changed?: readonly number[];
}

export class Kept {
  #last = new Map<string, Told>();

  /** What to tell the core of the last answer to a command. */
  since(command: string): number {
    return this.#last.get(command)?.revision ?? 0;
  }

  /** The whole answer. A service that has not changed is the same object as before. */
  whole<T>(command: string, answer: T): T {
    const told = answer as T & Partial<Told>;
    if (told.services === undefined || told.revision === undefined) {
      this.#last.delete(command);
      return answer;
    }
    let { services } = told;
    if (told.changed !== undefined) {
      const all = [...(this.#last.get(command)?.services ?? [])];
      for (const [index, place] of told.changed.entries()) all[place] = services[index];
      services = all;
    }
    const whole = { ...told, services };
    this.#last.set(command, whole);
    return whole;
  }

  /** After a worker has ended, what it kept is gone. */
  forget(): void {
    this.#last.clear();
  }
}
