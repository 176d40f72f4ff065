// The page's side of a worker: requests in order, cancelling by ending the worker, and a new one after a crash.

import { startWorker } from "#worker";
import type { Problem } from "whorunsit";

import type { Only, Reply, Request, Warm } from "./protocol";

/** The core refused the input; every problem it found. */
export class Refusal extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems[0]?.message ?? "refused");
  }
}

/** The request was called off. */
export class Cancelled extends Error {}

/** The worker stopped working and was started again. */
export class Crashed extends Error {}

interface Waiting {
  readonly resolve: (text: string) => void;
  readonly reject: (error: Error) => void;
}

export class Engine {
  #worker: Worker | undefined;
  #waiting = new Map<number, Waiting>();
  #next = 1;
  /** How long the core worked on the last answer. */
  lastMilliseconds = 0;
  /** Whether the module with money is there, and who waits for it. */
  #money = false;
  #warmed = false;
  #awaiting: (() => void)[] = [];
  /** Told how far long work is. */
  progress: (done: number, total: number) => void = () => {};

  constructor(private readonly crashed: (message: string) => void = () => {}) {}

  /** Starts the worker ahead of the first request, and has it load what is needed first. */
  warm(): void {
    this.#warmed = true;
    this.#begin();
  }

  /** Whether money can be worked out without waiting for it to be loaded. */
  get hasMoney(): boolean {
    return this.#money;
  }

  /** Until money can be worked out, or the worker ended. */
  withMoney(): Promise<void> {
    return this.#money || this.#worker === undefined
      ? Promise.resolve()
      : new Promise((resolve) => this.#awaiting.push(resolve));
  }

  #begin(): Worker {
    if (this.#worker === undefined) {
      this.#worker = this.#start();
      if (this.#warmed) this.#worker.postMessage({ warm: true } satisfies Warm);
    }
    return this.#worker;
  }

  ask<T>(command: string, portfolio: string | Uint8Array, options?: object, only?: Only): Promise<T> {
    return this.askText(command, portfolio, options, only).then((text) => JSON.parse(text) as T);
  }

  askText(command: string, portfolio: string | Uint8Array, options?: object, only?: Only): Promise<string> {
    const worker = this.#begin();
    const id = this.#next++;
    const request: Request = {
      id,
      command,
      portfolio,
      ...(options === undefined ? {} : { options }),
      ...(only === undefined ? {} : { only }),
    };
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage(request);
    });
  }

  /** Calls everything off, at once: its worker is ended, for it hears nothing while it works. */
  cancel(): void {
    this.#end(new Cancelled("cancelled"));
    this.#begin();
  }

  /** The same, for good. */
  end(): void {
    this.#end(new Cancelled("cancelled"));
  }

  /** For the tests: what a crash does. */
  crash(): void {
    this.#worker?.dispatchEvent(new ErrorEvent("error", { message: "asked for by a test" }));
  }

  #start(): Worker {
    const worker = startWorker();
    worker.addEventListener("message", (event: MessageEvent<Reply>) => this.#hear(event.data));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      if (worker !== this.#worker) return;
      const message = event.message || "the worker could not be started";
      this.#end(new Crashed(message));
      this.crashed(message);
    });
    return worker;
  }

  #end(error: Error): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#money = false;
    this.#release();
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
  }

  #release(): void {
    for (const resolve of this.#awaiting.splice(0)) resolve();
  }

  #hear(reply: Reply): void {
    if (reply.kind === "ready") {
      this.#money ||= reply.money;
      if (reply.money) this.#release();
      return;
    }
    if (reply.kind === "progress") {
      this.progress(reply.done, reply.total);
      return;
    }
    if (reply.kind === "unusable") {
      this.#end(new Crashed(reply.message));
      this.crashed(reply.message);
      return;
    }
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (waiting === undefined) return;
    if (reply.kind === "answer") {
      this.lastMilliseconds = reply.milliseconds;
      waiting.resolve(reply.text);
    } else if (reply.kind === "refusal") {
      waiting.reject(new Refusal(reply.problems));
    } else {
      waiting.reject(new Crashed(reply.message));
      this.crashed(reply.message);
    }
  }
}
