import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { taskId } from '../../core/ids.ts';
import type { SimilarTask } from '../../core/domain/prediction.ts';
import { estimateDuration, type EmbeddedPhrase } from './estimate.ts';

function finished(actualMin: number, similarity: number, n = 1): SimilarTask {
  const id = taskId.parse(`0190a000-0000-7000-8000-${String(n).padStart(12, '0')}`);
  return { taskId: id, title: `task ${n}`, actualMin, similarity };
}

const phrases: EmbeddedPhrase[] = [
  { phrase: 'buy groceries', minutes: 45, vector: [1, 0, 0] },
  { phrase: 'write a report', minutes: 120, vector: [0, 1, 0] },
];

describe('estimateDuration', () => {
  it('takes what the nearest finished tasks took, and shows them', () => {
    const prediction = estimateDuration(
      { neighbours: [finished(50, 0.8, 1), finished(40, 0.95, 2), finished(60, 0.7, 3)] },
      null,
      [],
    );
    expect(prediction).toMatchObject({
      source: 'similar',
      p50: 40,
      why: { key: 'duration.similar', params: { count: 3, low: 40, high: 60 } },
    });
    expect(prediction.similar.map((task) => task.similarity)).toEqual([0.95, 0.8, 0.7]);
  });

  it('is surer the more finished tasks agree', () => {
    const one = estimateDuration({ neighbours: [finished(40, 0.9)] }, null, []);
    const many = estimateDuration(
      { neighbours: [1, 2, 3, 4, 5, 6].map((n) => finished(40, 0.9, n)) },
      null,
      [],
    );
    expect([one.p50, many.p50]).toEqual([40, 40]);
    expect(many.p90 / many.p10).toBeLessThan(one.p90 / one.p10);
  });

  it('ignores finished tasks that are not alike', () => {
    expect(estimateDuration({ neighbours: [finished(500, 0.3)] }, [0.9, 0.1, 0], phrases)).toMatchObject({
      source: 'prior',
      why: { key: 'duration.prior', params: { phrase: 'buy groceries' } },
    });
  });

  it('lies near the reference phrase that is meant', () => {
    const groceries = estimateDuration({ neighbours: [] }, [1, 0.05, 0], phrases);
    const report = estimateDuration({ neighbours: [] }, [0.05, 1, 0], phrases);
    expect(groceries.p50).toBeGreaterThanOrEqual(44);
    expect(groceries.p50).toBeLessThan(50);
    expect(report.p50).toBeGreaterThan(110);
  });

  it('says so when it knows nothing', () => {
    expect(estimateDuration({ neighbours: [] }, [0, 0, 1], phrases).source).toBe('default');
    expect(estimateDuration({ neighbours: [] }, null, phrases).source).toBe('default');
  });

  it('goes by what was told of tasks like it, and of the task itself', () => {
    const stated = [{ phrase: 'write a chapter', minutes: 240, similarity: 0.95 }];
    const plain = estimateDuration({ neighbours: [] }, [0.1, 0.9, 0.4], phrases);
    const similar = estimateDuration({ neighbours: [], stated }, [0.1, 0.9, 0.4], phrases);
    expect(similar.p50).toBeGreaterThan(plain.p50);
    const own = estimateDuration({ neighbours: [], estimateMin: 30 }, [0.1, 0.9, 0.4], phrases);
    expect(own.p50).toBeGreaterThan(30);
    expect(own.p50).toBeLessThan(plain.p50 / 2);
    expect(own.p90 / own.p10).toBeLessThan(plain.p90 / plain.p10);
  });

  it('orders its quantiles and stays positive whatever the evidence', () => {
    const evidence = fc.array(
      fc
        .record({
          min: fc.double({ min: 0.01, max: 50_000, noNaN: true }),
          sim: fc.double({ min: -1, max: 1, noNaN: true }),
        })
        .map(({ min, sim }) => finished(min, sim)),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(evidence, fc.option(fc.integer({ min: 1, max: 5_000 })), (neighbours, estimateMin) => {
        const { p10, p50, p90 } = estimateDuration({ neighbours, estimateMin }, null, []);
        expect(p10).toBeGreaterThan(0);
        expect(p50).toBeGreaterThanOrEqual(p10);
        expect(p90).toBeGreaterThanOrEqual(p50);
        expect(Number.isFinite(p90)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
