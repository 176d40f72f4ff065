// Line charts of what the core worked out, drawn as SVG as wide as there is room, so that letters keep their size. Lines are
// named at their ends. Each has its figures as a table a click away.

import { useLayoutEffect, useRef, useState } from "preact/hooks";

import type { Explained } from "./explain";
import { Figure } from "./figure";
import { shortMoney } from "./format";
import { ticks, whole } from "./scale";

export interface Line {
  readonly name: string;
  readonly look: string;
  readonly points: readonly (readonly [number, number])[];
}

interface Props {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly currency: string;
  readonly across: string;
  readonly up: string;
  /** Which of the two is money. */
  readonly money: "x" | "y";
  readonly steps?: boolean;
  /** What shows its figures; a chart on paper has none. */
  readonly explain?: Explained;
}

const LEFT = 62;
const BOTTOM = 42;
const TOP = 28;
/** Wide enough for the names at the ends of lines; where it is not, they stand below. */
const ROOMY = 560;
/** How far the names at the ends of lines stand apart at least. */
const APART = 16;

export function LineChart({ title, lines: given, currency, across, up, money, steps, explain }: Props) {
  const box = useRef<HTMLElement>(null);
  const [wide, setWide] = useState(explain === undefined ? 480 : 720);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null || explain === undefined) return undefined;
    const measure = () => element.clientWidth > 0 && setWide(element.clientWidth);
    measure();
    const sizes = new ResizeObserver(measure);
    sizes.observe(element);
    return () => sizes.disconnect();
  }, []);
  const lines = given.filter(({ points }) => points.length > 0);
  const all = lines.flatMap(({ points }) => points);
  if (all.length === 0) return <p class="hint">There is nothing to draw: inputs are missing.</p>;
  const high = wide < ROOMY ? 240 : 300;
  // Lines that all end at the bottom are named below.
  const direct = wide >= ROOMY && money === "y";
  const longest = Math.max(...lines.map(({ name }) => name.length));
  const right = direct ? Math.min(230, 22 + longest * 7.1) : 18;
  const leastX = money === "x" ? 0 : Math.min(...all.map(([x]) => x));
  const farX = Math.max(...all.map(([x]) => x)) || 1;
  const ticksX = money === "x" ? ticks(farX, wide < ROOMY ? 3 : 5) : whole(leastX, farX);
  const ticksY = money === "y" ? ticks(Math.max(...all.map(([, y]) => y)), 4) : [0, 25, 50, 75, 100];
  const mostX = Math.max(farX, money === "x" ? (ticksX.at(-1) ?? farX) : farX);
  const mostY = ticksY.at(-1) || 1;
  const x = (value: number) => LEFT + ((value - leastX) / (mostX - leastX || 1)) * (wide - LEFT - right);
  const y = (value: number) => high - BOTTOM - (value / mostY) * (high - BOTTOM - TOP);
  const amount = (value: number) => shortMoney(String(Math.round(value)), currency);
  // Names stand at the ends of their lines, apart from each other.
  const ends = lines
    .map(({ name, look, points }) => ({ name, look, at: points.at(-1) ?? ([0, 0] as const) }))
    .toSorted((a, b) => b.at[1] - a.at[1]);
  let above = -Infinity;
  const placed = ends.map((end) => {
    const down = Math.max(y(end.at[1]) + 4, above + APART);
    above = down;
    return { ...end, down };
  });
  return (
    <figure class="chart" ref={box}>
      <svg viewBox={`0 0 ${wide} ${high}`} role="img" aria-label={title}>
        {ticksY.map((tick) => (
          <g key={tick}>
            <line class="rule" x1={LEFT} x2={wide - right} y1={y(tick)} y2={y(tick)} />
            <text x={LEFT - 8} y={y(tick) + 4} text-anchor="end">
              {money === "y" ? amount(tick) : `${tick} %`}
            </text>
          </g>
        ))}
        {ticksX.map((tick) => (
          <text key={tick} x={x(tick)} y={high - BOTTOM + 18} text-anchor="middle">
            {money === "x" ? amount(tick) : tick}
          </text>
        ))}
        <text x={(LEFT + wide - right) / 2} y={high - 6} text-anchor="middle" class="label">
          {across}
        </text>
        <text x={2} y={13} class="label">
          {up}
        </text>
        {lines.map(({ name, look, points }) => (
          <polyline key={name} class={`line ${look}`} points={path(points, x, y, steps === true)} />
        ))}
        {direct &&
          placed.map(({ name, look, at, down }) => (
            <text key={name} class={`end ${look}`} x={x(at[0]) + 8} y={down}>
              {name}
            </text>
          ))}
      </svg>
      <figcaption>
        {!direct &&
          lines.map(({ name, look }) => (
            <span key={name}>
              <i class={`key ${look}`} />
              {name}
            </span>
          ))}
        {explain !== undefined && (
          <Figure of={title} explain={explain}>
            Show the figures
          </Figure>
        )}
      </figcaption>
    </figure>
  );
}

function path(
  points: Line["points"],
  x: (value: number) => number,
  y: (value: number) => number,
  steps: boolean,
): string {
  return points
    .map(([a, b], index) => {
      const before = points[index - 1];
      return `${steps && before !== undefined ? `${x(a)},${y(before[1])} ` : ""}${x(a)},${y(b)}`;
    })
    .join(" ");
}
