/** The little arithmetic of hand-drawn charts. Coordinates are SVG units, y downwards. */

export type Point = readonly [x: number, y: number];

/** Maps one range of numbers onto another, straight. A range without length maps onto the middle. */
export function linear(
  from: readonly [number, number],
  to: readonly [number, number],
): (value: number) => number {
  const length = from[1] - from[0];
  if (length === 0) return () => (to[0] + to[1]) / 2;
  return (value) => to[0] + ((value - from[0]) / length) * (to[1] - to[0]);
}

/** Round numbers from 0 up to at least `max`, about `count` of them. */
export function ticks(max: number, count = 4): number[] {
  const top = max > 0 ? max : 1;
  const rough = top / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? power * 10;
  const steps = Math.ceil(top / step - 1e-9);
  return Array.from({ length: steps + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

/** A line through the points, as the `d` of a path. */
export function linePath(points: readonly Point[]): string {
  return points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');
}

/** Moves labels apart that would lie on each other; the order stays. */
export function spread(positions: readonly number[], least: number): number[] {
  const order = positions.map((_, i) => i).sort((a, b) => positions[a]! - positions[b]!);
  const moved = [...positions];
  for (let i = 1; i < order.length; i++) {
    const above = moved[order[i - 1]!]!;
    moved[order[i]!] = Math.max(moved[order[i]!]!, above + least);
  }
  return moved;
}

/** Half the width of a 95 % interval around a share of `count` observations. */
export function uncertainty(share: number, count: number): number {
  return count > 0 ? 1.96 * Math.sqrt((share * (1 - share) + 1 / (4 * count)) / count) : 1;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
