import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { decodeBase } from '../predictors/priority/index.ts';
import { hashedVector } from '../testing/histories.ts';
import { firstChoices, firstDurations, meanOver, usefulFrom } from './first-days.fixture.ts';

const resource = (path: string): Buffer => readFileSync(new URL(`../../resources/${path}`, import.meta.url));

describe('the first days of simulated people', () => {
  it('durations beat the reference phrases from the tenth finished task on, however they began', () => {
    const phrases = z
      .array(z.object({ phrase: z.string(), minutes: z.number() }))
      .parse(JSON.parse(resource('priors/durations.json').toString()));
    const all = phrases.map(({ phrase, minutes }) => ({
      title: phrase,
      minutes,
      vector: hashedVector(phrase),
    }));
    const table = all.filter((_, i) => i % 2 === 0);
    const prior = (vector: Float32Array): { minutes: number; confidence: number } => {
      const alike = table.map((one) => one.vector.reduce((sum, v, i) => sum + v * vector[i]!, 0));
      const best = Math.max(...alike);
      return { minutes: table[alike.indexOf(best)]!.minutes, confidence: Math.max(0, best) };
    };
    const kinds = all.filter((_, i) => i % 2 === 1);
    const { starts, baseline } = firstDurations(kinds, prior, {
      people: 40,
      count: 40,
      seed: 3100,
      trees: 20,
    });
    for (const figures of Object.values(starts)) {
      expect(usefulFrom(figures, baseline)).not.toBeNull();
      expect(usefulFrom(figures, baseline)).toBeLessThanOrEqual(10);
      expect(meanOver(figures, 10, 40)).toBeLessThan(0.85 * meanOver(baseline, 10, 40));
    }
    const stated = starts['base models and onboarding']!;
    expect(meanOver(stated, 0, 5)).toBeLessThan(meanOver(starts['neither']!, 0, 5));
  });

  it('the order beats urgency sooner with base models, and sooner still with onboarding', () => {
    const clusters = decodeBase(resource('base-models/priority.bin'));
    const { starts, baseline } = firstChoices(clusters, { people: 42, count: 60, seed: 5200 });
    const from = (name: string): number => usefulFrom(starts[name]!, baseline) ?? Number.POSITIVE_INFINITY;
    expect(from('base models and onboarding')).toBeLessThanOrEqual(5);
    expect(from('base models alone')).toBeLessThanOrEqual(10);
    const early = (name: string): number => meanOver(starts[name]!, 0, 10);
    expect(early('base models and onboarding')).toBeLessThan(early('base models alone'));
    expect(early('base models alone')).toBeLessThan(early('neither'));
    expect(meanOver(starts['base models alone']!, 10, 60)).toBeLessThan(meanOver(starts['neither']!, 10, 60));
  });
});
