import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../core/random.ts';
import { DAY_MIN } from '../../../core/time/units.ts';
import type { TaskFacts } from '../../features/index.ts';
import { CompletionRates } from './baseline.ts';
import { CompletionMembers } from './members.ts';
import { ROW_COLUMNS } from './model.ts';

const MEMBERS = ['title', 'labels', 'base', 'regression', 'stack'] as const;

interface Item {
  readonly title: number;
  readonly tag: number;
  readonly place: number;
  readonly day: number;
  readonly wasUndone: boolean;
}

/** Days of lists by a rule for what gets done; mean log losses from the 300th item on, of the mixture and its members. */
function simulate(chance: (item: Item) => number, seed: number): Record<string, number> {
  const random = seededRandom(seed);
  const members = new CompletionMembers();
  const rates = new CompletionRates((facts, outcome, first) => {
    const { row, said } = pending.get(facts.id)!;
    members.learn(facts, row, said, outcome, first);
  });
  const pending = new Map<string, { row: Float32Array; said: number[] }>();
  const undone = new Set<number>();
  const sums: Record<string, number> = { mixture: 0 };
  let count = 0;
  for (let day = 0; day < 150; day++) {
    const list = Array.from(
      { length: 3 + Math.floor(9 * random()) },
      (_, place): Item & { facts: TaskFacts } => {
        const title = Math.floor(20 * random());
        const tag = Math.floor(4 * random());
        const facts = factsOf(`${day}-${place}`, `task ${'abcdefghijklmnopqrst'[title]}`, `tag${tag}`, day);
        return { title, tag, place, day, wasUndone: undone.has(title), facts };
      },
    );
    for (const { facts } of list) {
      rates.advance(facts.createdLocalMin);
      const row = new Float32Array(ROW_COLUMNS);
      row.set(rates.columns(facts));
      members.writeColumns(row, facts);
      pending.set(facts.id, { row, said: members.say(row, Number.NaN) });
      rates.created(facts);
      members.written(facts);
    }
    for (const item of list) {
      const done = random() < chance(item);
      const { said } = pending.get(item.facts.id)!;
      const loss = (p: number): number => -Math.log(done ? p : 1 - p);
      count++;
      if (count > 300) {
        sums['mixture']! += loss(members.mixed(said));
        MEMBERS.forEach((name, i) => (sums[name] = (sums[name] ?? 0) + loss(said[i]!)));
      }
      rates.observe(item.facts, done);
      members.closed(item.facts, done);
      if (done) undone.delete(item.title);
      else undone.add(item.title);
    }
  }
  return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / (count - 300)]));
}

function factsOf(id: string, title: string, tag: string, day: number): TaskFacts {
  return {
    id,
    title,
    project: null,
    category: null,
    tags: [tag],
    user: null,
    priority: null,
    estimateMin: null,
    createdLocalMin: day * DAY_MIN + 420,
    hasClock: true,
    dueInDays: null,
  };
}

const RULES: Record<string, (item: Item) => number> = {
  'only the title counts': ({ title }) => (title % 2 === 0 ? 0.9 : 0.3),
  'only the tag counts': ({ tag }) => (tag < 2 ? 0.9 : 0.35),
  'the list is too long': ({ place }) => (place < 5 ? 0.92 : 0.25),
  'what was left undone stays undone': ({ wasUndone }) => (wasUndone ? 0.3 : 0.85),
  'nothing counts': () => 0.7,
  'everything changes in the middle': ({ title, day }) => ((title % 2 === 0) === day < 75 ? 0.9 : 0.3),
};

describe('the members of the completion predictor', () => {
  it.each(Object.keys(RULES))('mixed never lose to the best of them: %s', (name) => {
    const { mixture, ...members } = simulate(RULES[name]!, 17);
    expect(mixture).toBeLessThan(Math.min(...Object.values(members)) + 0.012);
  });

  it('find what a rate of title or labels can not see', () => {
    const long = simulate(RULES['the list is too long']!, 4);
    expect(long['mixture']).toBeLessThan(long['title']! - 0.1);
    expect(long['mixture']).toBeLessThan(long['base']! - 0.1);
    const stuck = simulate(RULES['what was left undone stays undone']!, 4);
    expect(stuck['mixture']).toBeLessThan(stuck['base']! - 0.03);
  });
});
