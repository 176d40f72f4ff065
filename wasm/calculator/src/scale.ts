// Round numbers along an axis, for drawing only.

/** From zero to at least `most`, about so many steps: 0, 5, 10, 15 rather than 0, 4.6, 9.2. */
export function ticks(most: number, about = 4): number[] {
  if (!(most > 0)) return [0];
  const rough = most / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? rough;
  const count = Math.ceil(most / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, at) => Number((at * step).toPrecision(12)));
}

/** Whole numbers between two, at most seven of them, multiples of one step: 6, 12, 18 rather than 1, 7, 13. */
export function whole(from: number, to: number): number[] {
  const steps = [1, 2, 3, 4, 6, 12, 24, 60, 120];
  const step = steps.find((one) => (to - from) / one <= 6) ?? Math.ceil((to - from) / 6);
  const found = [];
  for (let tick = Math.ceil(from / step) * step; tick <= to; tick += step) found.push(tick);
  return found;
}
