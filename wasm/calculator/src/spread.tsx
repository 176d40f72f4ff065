// A small density beside an estimate: how the core spreads what is written into a field. Asked for in the worker, a moment after
// typing has stopped, for all fields that are new at once; what was asked once is known.

import type { CostFlip } from "whorunsit";
import { useEffect, useState } from "preact/hooks";

import { useBase } from "./context";
import { counted } from "./format";
import type { Live } from "./live";
import type { Value } from "./portfolio";

interface Spread {
  readonly unit: CostFlip["unit"];
  readonly p5: string;
  readonly p95: string;
  /** How likely each part of equal width is, in percent of the likeliest. */
  readonly density: readonly number[];
}

const PAUSE_MILLISECONDS = 250;
/** So many are kept: whoever types makes new ones all the time. */
const MOST_KNOWN = 2000;

const known = new Map<string, Spread | null>();
/** Those that are not known yet, by their keys, and who waits for them. */
const wanted = new Map<string, { readonly currency: string; readonly value: Value; readonly tell: Set<() => void> }>();
let pause: ReturnType<typeof setTimeout> | undefined;

async function ask({ engine }: Live): Promise<void> {
  const asked = [...wanted];
  wanted.clear();
  for (const currency of new Set(asked.map(([, one]) => one.currency))) {
    const of = asked.filter(([, one]) => one.currency === currency);
    const table = JSON.stringify({ currency, estimates: of.map(([, { value }]) => value) });
    // Where the worker ended meanwhile, the next change asks again.
    const { spreads } = await engine
      .ask<{ readonly spreads: readonly (Spread | null)[] }>("spreads", table)
      .catch(() => ({ spreads: [] }));
    if (known.size > MOST_KNOWN) known.clear();
    for (const [at, [key, { tell }]] of of.entries()) {
      const found = spreads[at];
      if (found !== undefined) known.set(key, found);
      for (const one of tell) one();
    }
  }
}

/** Whether it may be more than one value: between two of its digits stands something else. */
const mayBeRange = (value: Value | undefined): value is Value =>
  typeof value === "object" ? value !== null : typeof value === "string" && /\d\D+\d/u.test(value);

interface Drawn {
  readonly spread: Spread;
  /** Whether it is still that of what stood there before. */
  readonly stale: boolean;
}

/** The spread of an estimate; undefined for a single value, and until it is known. */
export function useSpread(value: Value | undefined): Drawn | undefined {
  const { live, currency } = useBase();
  const key = mayBeRange(value) ? `${currency} ${JSON.stringify(value)}` : "";
  const [last, setLast] = useState("");
  useEffect(() => {
    if (!mayBeRange(value)) return undefined;
    if (known.has(key)) return setLast(key);
    const tell = () => setLast(key);
    const waiting = wanted.get(key) ?? { currency, value, tell: new Set() };
    waiting.tell.add(tell);
    wanted.set(key, waiting);
    clearTimeout(pause);
    pause = setTimeout(() => void ask(live), PAUSE_MILLISECONDS);
    return () => {
      waiting.tell.delete(tell);
      if (waiting.tell.size === 0 && wanted.get(key) === waiting) wanted.delete(key);
    };
  }, [key]);
  if (key === "") return undefined;
  const now = known.get(key);
  const spread = now ?? (now === undefined ? known.get(last) : undefined);
  return spread == null ? undefined : { spread, stale: now === undefined };
}

const WIDE = 64;
const HIGH = 16;

interface Props {
  /** What screen readers find it by, from its field. */
  readonly id: string;
  readonly drawn: Drawn;
  /** Whether a bare number is an amount of money. */
  readonly money: boolean;
  /** Whether there is room for the curve only. */
  readonly bare?: boolean;
}

/** The density of an estimate as a small curve, and its 90 % in words. */
export function Density({ id, drawn: { spread, stale }, money, bare = false }: Props) {
  const { currency } = useBase();
  const unit = money && spread.unit === "number" ? "money" : spread.unit;
  const [from, to] = [spread.p5, spread.p95].map((end) => counted(unit, end, currency));
  const said = `90 % between ${from} and ${to}`;
  const step = WIDE / spread.density.length;
  const steps = spread.density.map((part, at) => {
    const high = (HIGH - (part / 100) * (HIGH - 1)).toFixed(1);
    return `L${(at * step).toFixed(1)} ${high}H${((at + 1) * step).toFixed(1)}`;
  });
  return (
    <span class={`density${stale ? " stale" : ""}`} id={id} title={bare ? said : undefined}>
      <svg viewBox={`0 0 ${WIDE} ${HIGH}`} preserveAspectRatio="none" width={WIDE} height={HIGH} aria-hidden="true">
        <path d={`M0 ${HIGH}${steps.join("")}V${HIGH}Z`} />
      </svg>
      <small class={bare ? "sr" : undefined}>{said}</small>
    </span>
  );
}
