import type { Random } from '../../../core/random.ts';

/** A draw from a Beta distribution: of two Gamma draws the share of the first. `a` and `b` are above 0. */
export function betaDraw(a: number, b: number, random: Random): number {
  const first = gammaDraw(a, random);
  const second = gammaDraw(b, random);
  return first / (first + second);
}

/** A draw from a Gamma distribution of this shape and scale 1 (Marsaglia and Tsang 2000). */
function gammaDraw(shape: number, random: Random): number {
  // Below 1 the method needs a larger shape, and a power of a uniform number makes up for it.
  if (shape < 1) return gammaDraw(shape + 1, random) * above0(random) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normalDraw(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(above0(random)) < x ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Box and Muller 1958. */
function normalDraw(random: Random): number {
  return Math.sqrt(-2 * Math.log(above0(random))) * Math.cos(2 * Math.PI * random());
}

function above0(random: Random): number {
  return 1 - random();
}
