// Where names stand beside their points: above, if they cover nothing there, else where there is room.

const GAP = 5;
/** Half a point. */
const POINT = 14;

type Box = readonly [left: number, top: number, right: number, bottom: number];

const covers = (a: Box, b: Box) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

/** Gives every name of the plot its side. Counted from where points are to be: they may still be on their way there. */
export function placeNames(plot: HTMLElement): void {
  const { clientWidth: wide, clientHeight: high } = plot;
  const points = [...plot.querySelectorAll<HTMLElement>(".point")].map((point) => ({
    tag: point.querySelector<HTMLElement>(".tag"),
    x: (Number.parseFloat(point.style.left) / 100) * wide,
    y: (1 - Number.parseFloat(point.style.bottom) / 100) * high,
  }));
  const taken: Box[] = points.map(({ x, y }) => [x - POINT, y - POINT, x + POINT, y + POINT]);
  // What is measured is measured before anything is written.
  const sizes = points.map(({ tag }) => [tag?.offsetWidth ?? 0, tag?.offsetHeight ?? 0] as const);
  for (const [at, { tag, x, y }] of points.entries()) {
    if (tag === null) continue;
    const [w, h] = sizes[at] ?? [0, 0];
    const beside = POINT + GAP;
    // Above and below, a name may stand to the left or to the right as far as its point allows.
    const across = (shift: number, top: number): Box => [x - w / 2 + shift, top, x + w / 2 + shift, top + h];
    const inside = Math.min(0, wide - x - w / 2) + Math.max(0, w / 2 - x);
    const both = (shift: number): Box[] => [across(shift, y - beside - h), across(shift, y + beside)];
    const all: Box[] = [
      ...both(inside),
      [x + beside, y - h / 2, x + beside + w, y + h / 2],
      [x - beside - w, y - h / 2, x - beside, y + h / 2],
      ...both(POINT - w / 2),
      ...both(w / 2 - POINT),
    ];
    const free = (box: Box) =>
      box[0] >= 0 &&
      box[1] >= 0 &&
      box[2] <= wide &&
      box[3] <= high &&
      !taken.some((other, of) => of !== at && covers(box, other));
    const box = all.find(free) ?? all[0];
    if (box === undefined) continue;
    taken.push(box);
    tag.style.left = `${Math.round(box[0] - x)}px`;
    tag.style.top = `${Math.round(box[1] - y)}px`;
  }
}
