import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { axesOf, shortened } from './topics.ts';

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    dot += a[i]! * b[i]!;
    aa += a[i]! ** 2;
    bb += b[i]! ** 2;
  }
  return dot / Math.sqrt(aa * bb);
}

/** Sixty vectors of 384 numbers around six topics that share some of their direction, as titles' vectors do. */
function topics(): Float32Array[] {
  const random = seededRandom(7);
  const noise = (): Float32Array => Float32Array.from({ length: 384 }, () => random() - 0.5);
  const common = noise();
  const centres = Array.from({ length: 6 }, noise);
  return Array.from({ length: 60 }, (_, index) => {
    const own = noise();
    const centre = centres[index % 6]!;
    return own.map((value, i) => 0.4 * common[i]! + centre[i]! + 0.7 * value);
  });
}

describe('shortened topics', () => {
  it('keep the order of cosines, in a dozenth of the numbers', async () => {
    const vectors = topics();
    const axes = await axesOf(vectors);
    const short = vectors.map((vector) => shortened(vector, axes));
    expect(short.every((one) => one.length === 32 && one.every(Number.isInteger))).toBe(true);
    let agreed = 0;
    let compared = 0;
    const random = seededRandom(11);
    const any = (): number => Math.floor(random() * vectors.length);
    for (let n = 0; n < 3_000; n++) {
      const [a, b, c] = [any(), any(), any()];
      const full = cosine(vectors[a]!, vectors[b]!) - cosine(vectors[a]!, vectors[c]!);
      if (a === b || a === c || Math.abs(full) < 0.05) continue;
      compared += 1;
      if (full * (cosine(short[a]!, short[b]!) - cosine(short[a]!, short[c]!)) > 0) agreed += 1;
    }
    expect(compared).toBeGreaterThan(1_000);
    expect(agreed / compared).toBeGreaterThan(0.97);
  });

  it('are the same for the same vectors, and take no more axes than there are directions', async () => {
    const [first, second] = topics();
    const few = [first!, second!, first!];
    expect(await axesOf(few)).toHaveLength(2);
    expect(await axesOf(topics())).toEqual(await axesOf(topics()));
    expect(await axesOf([])).toEqual([]);
  });
});
