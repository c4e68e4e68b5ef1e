import { describe, expect, it } from 'vitest';
import type { Insights } from '../../../core/insights.ts';
import { DAY_MS } from '../../../core/time/units.ts';
import { CHANGES, FIRST_DAY, strangerLife, type StrangerTrait } from '../testing/strangers.ts';
import { WORLDS, type World } from '../testing/manners.ts';
import { insightsOf } from './index.ts';

/** People of other rules than those the detectors were made with: each trait is found in nine of ten, and told to few without it. */

const CHANGE_DAY = 63;
const PER_WORLD = 8;
const TOLD: Record<StrangerTrait, string> = {
  morning: 'peak-hours',
  rusher: 'deadline-rush',
  underEstimates: 'under-estimates',
  changes: 'change',
  fullLists: 'too-full-days',
};

function reported(trait: StrangerTrait | null, worlds: readonly World[], weeks?: number): Insights[] {
  return worlds.flatMap((world) =>
    Array.from({ length: PER_WORLD }, (_, i) => {
      // Five weeks of the new habit, as of the others ten to eighteen.
      const options = { weeks: weeks ?? (trait === 'changes' ? 14 : 10 + i), change: CHANGES[i % 4]! };
      return insightsOf(strangerLife({ seed: 3000 + i, trait, world, ...options }), { tz: 'UTC' });
    }),
  );
}

function having(all: readonly Insights[], id: string): number {
  return all.filter(({ insights }) => insights.some((one) => one.id === id)).length;
}

describe('insights about people made by other rules', () => {
  // Who writes down days alone shows no hours.
  const timed = WORLDS.filter((world) => world !== 'paper');
  it.each([
    ['morning', timed],
    ['rusher', WORLDS],
    ['underEstimates', ['office', 'freelance', 'household', 'paper']],
    ['fullLists', WORLDS],
  ] as [StrangerTrait, World[]][])('find nine of ten: %s', (trait, worlds) => {
    const all = reported(trait, worlds);
    expect(having(all, TOLD[trait])).toBeGreaterThanOrEqual(Math.floor(0.9 * all.length));
  });

  it('find a change of habits and date it to within two weeks', () => {
    const all = reported('changes', timed);
    const dated = all.filter(({ insights }) => {
      const change = insights.find(({ id }) => id === 'change');
      const start = FIRST_DAY + CHANGE_DAY * DAY_MS;
      return change && Math.abs(Date.parse(change.since!) - start) <= 14 * DAY_MS;
    });
    expect(dated.length).toBeGreaterThanOrEqual(Math.floor(0.9 * all.length));
  });

  it('tell no trait to more than one in twenty who have none', () => {
    const all = reported(null, WORLDS);
    for (const id of Object.values(TOLD)) expect(having(all, id)).toBeLessThanOrEqual(0.05 * all.length);
  });
});
