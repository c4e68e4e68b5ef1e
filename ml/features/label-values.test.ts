import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TaskFacts } from './facts.ts';
import { LabelValues } from './label-values.ts';

function task(given: Partial<TaskFacts> = {}): TaskFacts {
  return {
    id: '1',
    title: 'Review',
    project: null,
    category: null,
    tags: [],
    user: null,
    priority: null,
    estimateMin: null,
    createdLocalMin: 0,
    hasClock: true,
    dueInDays: null,
    ...given,
  };
}

const title = fc.constantFrom('Review', 'Standup', 'Report');
const tags = fc.subarray(['deep', 'calls', 'home']);
const measured = fc.record({ title, tags, minutes: fc.constantFrom(25, 50, 75, 100) });

describe('values by label', () => {
  it('gives a distribution over amounts that were measured, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(measured, { minLength: 1, maxLength: 80 }), measured, (past, asked) => {
        const values = new LabelValues();
        for (const one of past) values.add(task(one), Math.log2(one.minutes));
        const points = values.distribution(task(asked));
        expect(points.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
        const amounts = new Set(past.map(({ minutes }) => Math.log2(minutes).toFixed(6)));
        for (const { value, weight } of points) {
          expect(weight).toBeGreaterThan(0);
          expect(amounts).toContain(value.toFixed(6));
        }
      }),
    );
  });

  it('believes a title more than its labels, and labels more than everything', () => {
    const values = new LabelValues();
    for (let i = 0; i < 40; i++) {
      values.add(task({ title: `other ${i}` }), Math.log2(100));
      values.add(task({ title: `call ${i}`, tags: ['calls'] }), Math.log2(50));
      values.add(task({ title: 'Standup', tags: ['calls'] }), Math.log2(25));
    }
    const weightOf = (asked: TaskFacts, minutes: number): number =>
      values.distribution(asked).find(({ value }) => Math.abs(value - Math.log2(minutes)) < 1e-5)?.weight ??
      0;
    expect(weightOf(task({ title: 'Standup', tags: ['calls'] }), 25)).toBeGreaterThan(0.9);
    expect(weightOf(task({ title: 'call him', tags: ['calls'] }), 100)).toBeLessThan(0.15);
    expect(weightOf(task({ title: 'something' }), 100)).toBeGreaterThan(0.5);
  });

  it('knows nothing before the first', () => {
    expect(new LabelValues().distribution(task())).toEqual([]);
  });
});
