import { describe, expect, it, vi } from 'vitest';
import { seededRandom } from '../../../core/random.ts';
import { DAY_MIN } from '../../../core/time/units.ts';
import { factsOf, type TaskFacts } from '../../features/index.ts';
import { PriorityLearner } from './learner.ts';
import { ReplayOrder } from './replay.ts';

// Each choice fits the person again: a second alone, several on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

interface Written {
  readonly facts: TaskFacts;
  readonly at: number;
  score: number;
  finishedAt: number;
}

/** A person who writes down a task or two a day and takes one by a habit, scored when it was written down. */
function simulate(days: number, prefer: (open: Written[]) => Written, seed: number): Written[] {
  const random = seededRandom(seed);
  const order = new ReplayOrder(new PriorityLearner({ seed }));
  const all: Written[] = [];
  for (let day = 0; day < days; day++) {
    const at = day * DAY_MIN + 9 * 60;
    for (let n = day % 10 < 9 ? 1 : 3; n > 0; n--) {
      const project = random() < 0.5 ? 'Home' : 'Office';
      const task = { id: all.length, title: `Task ${all.length}`, project, createdAt: '' };
      const facts = factsOf(task, { localMin: at + n, hasClock: true }, false);
      const { score } = order.created(facts, 30);
      all.push({ facts, at: at + n, score, finishedAt: Number.POSITIVE_INFINITY });
    }
    const open = all.filter((t) => t.finishedAt === Number.POSITIVE_INFINITY);
    const taken = random() < 0.85 ? prefer(open) : open[Math.floor(random() * open.length)]!;
    taken.finishedAt = at + 300;
    order.finished(taken.facts, taken.finishedAt, true);
  }
  return all;
}

/** Among tasks open at the same time, how often the one finished first had the higher score; the first 40 teach. */
function concordance(all: readonly Written[]): number {
  let right = 0;
  let pairs = 0;
  all.forEach((later, j) => {
    if (j < 40) return;
    for (const earlier of all.slice(0, j)) {
      if (earlier.finishedAt < later.at || earlier.finishedAt === later.finishedAt) continue;
      pairs++;
      const first = earlier.finishedAt < later.finishedAt ? earlier : later;
      const second = first === earlier ? later : earlier;
      if (first.score > second.score) right++;
      else if (first.score === second.score) right += 0.5;
    }
  });
  return right / pairs;
}

describe('scores of tasks in a history', () => {
  it('follow a person who takes the newest first', () => {
    expect(concordance(simulate(130, (open) => open.at(-1)!, 3))).toBeGreaterThan(0.8);
  });

  it('follow a person who takes the oldest first', () => {
    expect(concordance(simulate(130, (open) => open[0]!, 4))).toBeGreaterThan(0.6);
  });

  it('follow a person who prefers one kind of task', () => {
    const home = (open: Written[]): Written => open.find((t) => t.facts.project === 'Home') ?? open[0]!;
    expect(concordance(simulate(130, home, 5))).toBeGreaterThan(0.8);
  });

  it('are above 0 and below 1, and forget what was given up', () => {
    const all = simulate(60, (open) => open.at(-1)!, 6);
    for (const { score } of all) {
      expect(score).toBeGreaterThan(0);
      expect(score).toBeLessThan(1);
    }
    const order = new ReplayOrder(new PriorityLearner());
    const { facts } = all[0]!;
    order.created(facts, 30);
    order.dropped(facts);
    expect(() => order.finished(facts, facts.createdLocalMin + 5, true)).not.toThrow();
  });
});
