import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Random } from '../../../core/random.ts';
import { decodeBase } from './base-models.ts';
import { OtherPerson, RULES } from './other-people.fixture.ts';
import { CLUSTERS, nearPreferences, SimulatedPerson, type Preferences } from './simulator.ts';
import { topThree, type Chooser } from './top-three.fixture.ts';

const clusters = decodeBase(
  readFileSync(new URL('../../../resources/base-models/priority.bin', import.meta.url)),
);
const near =
  (preferences: Preferences) =>
  (random: Random): Chooser =>
    new SimulatedPerson(nearPreferences(preferences, random), random);

function gains(people: readonly ((random: Random) => Chooser)[], count: number): number[] {
  return people.map((personOf) => {
    const { model, urgency } = topThree(personOf, clusters, { people: count, seed: 64_000 });
    return model - urgency;
  });
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe('after sixty choices', () => {
  it('people with habits are predicted twenty points better than by urgency, and no kind is forgotten', () => {
    const habits = Object.entries(CLUSTERS).filter(([name]) => name !== 'deadlines');
    const gained = gains(
      habits.map(([, preferences]) => near(preferences)),
      5,
    );
    expect(mean(gained)).toBeGreaterThan(25);
    expect(Math.min(...gained)).toBeGreaterThan(5);
  });

  it('so are people made in another way than the base models know', () => {
    const rules = RULES.filter((rule) => rule !== 'taskwarrior');
    const gained = gains(
      rules.map((rule) => (random: Random) => new OtherPerson(rule, random)),
      5,
    );
    expect(mean(gained)).toBeGreaterThan(20);
    // The least is gained on those who have only just changed their ways.
    expect(Math.min(...gained)).toBeGreaterThan(0);
  });

  it('no one who goes by urgency loses more than two points', () => {
    const followers = [
      near({ ...CLUSTERS['deadlines']!, urgency: 2, noise: 0.5 }),
      near(CLUSTERS['deadlines']!),
      (random: Random) => new OtherPerson('taskwarrior', random),
    ];
    for (const gain of gains(followers, 12)) expect(gain).toBeGreaterThan(-2);
  });
});
