// Small line charts of what the core worked out, drawn as SVG. Each has its figures as a table a click away.

import type { Explained } from "./explain";
import { Figure } from "./figure";
import { shortMoney } from "./format";

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

const WIDTH = 560;
const HEIGHT = 250;
const LEFT = 62;
const BOTTOM = 40;
const TOP = 26;
const RIGHT = 34;

export function LineChart({ title, lines, currency, across, up, money, steps, explain }: Props) {
  const all = lines.flatMap(({ points }) => points);
  if (all.length === 0) return <p class="hint">There is nothing to draw.</p>;
  const mostX = Math.max(...all.map(([x]) => x)) || 1;
  const mostY = money === "x" ? 100 : Math.max(...all.map(([, y]) => y)) || 1;
  const leastX = money === "x" ? 0 : Math.min(...all.map(([x]) => x));
  const x = (value: number) => LEFT + ((value - leastX) / (mostX - leastX || 1)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number) => HEIGHT - BOTTOM - (value / mostY) * (HEIGHT - BOTTOM - TOP);
  const amount = (value: number) => shortMoney(String(Math.round(value)), currency);
  const ticksX = money === "x" ? [0, mostX / 4, mostX / 2, (mostX * 3) / 4, mostX] : whole(leastX, mostX);
  const ticksY = money === "y" ? [0, mostY / 2, mostY] : [0, 25, 50, 75, 100].filter((tick) => tick <= mostY);
  return (
    <figure class="chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={title}>
        {ticksY.map((tick) => <g key={tick}><line class="rule" x1={LEFT} x2={WIDTH - RIGHT} y1={y(tick)} y2={y(tick)} /><text x={LEFT - 6} y={y(tick) + 4} text-anchor="end">{money === "y" ? amount(tick) : `${tick} %`}</text></g>)}
        {ticksX.map((tick) => <text key={tick} x={x(tick)} y={HEIGHT - BOTTOM + 16} text-anchor="middle">{money === "x" ? amount(tick) : tick}</text>)}
        <text x={(LEFT + WIDTH - RIGHT) / 2} y={HEIGHT - 6} text-anchor="middle" class="label">{across}</text>
        <text x={6} y={12} class="label">{up}</text>
        {lines.map(({ name, look, points }) => <polyline key={name} class={`line ${look}`} points={path(points, x, y, steps === true)} />)}
      </svg>
      <figcaption>{lines.map(({ name, look }) => <span key={name}><i class={`key ${look}`} />{name}</span>)}{explain !== undefined && <Figure of={title} explain={explain}>Show the figures</Figure>}</figcaption>
    </figure>
  );
}

function path(points: Line["points"], x: (value: number) => number, y: (value: number) => number, steps: boolean): string {
  return points.map(([a, b], index) => {
    const before = points[index - 1];
    return `${steps && before !== undefined ? `${x(a)},${y(before[1])} ` : ""}${x(a)},${y(b)}`;
  }).join(" ");
}

function whole(from: number, to: number): number[] {
  const step = Math.max(1, Math.ceil((to - from) / 6));
  const ticks = [];
  for (let tick = from; tick <= to; tick += step) ticks.push(tick);
  return ticks;
}
