// Answers of a portfolio that the core keeps: after an edit they come with what has changed, and are put together here.

interface Told {
  readonly services: readonly unknown[];
  /** Which answer it is, where it may come in parts. */
  readonly revision?: number;
}

export class Kept {
  #last = new Map<string, Told>();

  /** What to tell the core of the last answer to a command. */
  since(command: string): number {
    return this.#last.get(command)?.revision ?? 0;
  }

  /** The whole answer. A service that has not changed is the same object as before. */
  whole<T>(command: string, answer: T): T {
    // `changed`: the places of `services`, where these are not all.
    const told = answer as T & Partial<Told> & { readonly changed?: readonly number[] };
    if (told.services === undefined || told.revision === undefined) {
      this.#last.delete(command);
      return answer;
    }
    // What it takes to put answers together is not part of them.
    const { revision, changed, ...answered } = told;
    let { services } = told;
    if (changed !== undefined) {
      const all = [...(this.#last.get(command)?.services ?? [])];
      for (const [index, place] of changed.entries()) all[place] = services[index];
      services = all;
    }
    this.#last.set(command, { services, revision });
    return { ...answered, services } as T;
  }

  /** After a worker has ended, what it kept is gone. */
  forget(): void {
    this.#last.clear();
  }
}
