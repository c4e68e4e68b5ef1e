import { describe, expect, it, vi } from 'vitest';
import { DaymarkError } from '../../../core/errors.ts';
import { seededRandom } from '../../../core/random.ts';
import type { HistoryTask, ReplayAnswer, ReplayTarget } from '../../../core/replay.ts';
import { factsOf } from '../../features/index.ts';
import { PredictorSet, ReplaySession } from '../../learning/index.ts';
import { hashedVector, madeUpHistory } from '../../testing/histories.ts';
import { PREDICTORS } from '../index.ts';
import { CompletionLearner, completionPredictor } from './index.ts';

// Training takes a second alone and several on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

/** Home is mostly left undone, the office mostly done; long titles a little less. */
const history: HistoryTask[] = madeUpHistory({ tasks: 260, seed: 8 });
const random = seededRandom(3);
const done = history.map((task) => random() < (task.project === 'Home' ? 0.25 : 0.9));

async function answers(tasks: readonly HistoryTask[], targets: ReplayTarget[]): Promise<ReplayAnswer[]> {
  const embed = (texts: string[]): Promise<Float32Array[]> => Promise.resolve(texts.map(hashedVector));
  const session = new ReplaySession({
    targets,
    ownEstimate: false,
    embed,
    tz: 'UTC',
    predictors: PREDICTORS,
    context: { trees: 3 },
  });
  const given: ReplayAnswer[] = [];
  for (const task of tasks) given.push(await session.next(task));
  return given;
}

describe('completion', () => {
  const resolved = history.map((task, i) => Object.assign({}, task, { completedAt: null, done: done[i]! }));

  it('learns who finishes what, beats the base rate, and stays calibrated', async () => {
    const given = await answers(resolved, ['completion']);
    const loss = (p: number, i: number): number => -Math.log(done[i]! ? p : 1 - p);
    const late = given.map((_, i) => i).slice(120);
    const rate = done.filter(Boolean).length / done.length;
    const model = late.reduce((sum, i) => sum + loss(given[i]!.completion!.probability, i), 0) / late.length;
    const base = late.reduce((sum, i) => sum + loss(rate, i), 0) / late.length;
    expect(model).toBeLessThan(base - 0.08);
    const said = late.reduce((sum, i) => sum + given[i]!.completion!.probability, 0) / late.length;
    const came = late.filter((i) => done[i]).length / late.length;
    expect(Math.abs(said - came)).toBeLessThan(0.08);
  });

  it('scores priority between 0 and 1 and answers nothing that was not asked', async () => {
    const given = await answers(history.slice(0, 60), ['priority']);
    for (const answer of given) {
      expect(answer.duration).toBeUndefined();
      expect(answer.priority!.score).toBeGreaterThanOrEqual(0);
      expect(answer.priority!.score).toBeLessThanOrEqual(1);
    }
  });

  it('learns that what stays open for months is not done', async () => {
    const long = madeUpHistory({ tasks: 420, seed: 8 });
    const left = long.map((task) =>
      Object.assign({}, task, task.project === 'Home' ? { completedAt: null } : {}),
    );
    const given = await answers(left, ['completion']);
    const mean = (project: string): number => {
      const late = given.filter((_, i) => i > 340 && left[i]!.project === project);
      return late.reduce((sum, a) => sum + a.completion!.probability, 0) / late.length;
    };
    expect(mean('Office')).toBeGreaterThan(mean('Home') + 0.2);
  });

  it('does not take what is done late for what is not done', async () => {
    const late = madeUpHistory({ tasks: 300, seed: 4 }).map((task, i): HistoryTask => {
      if (i % 5 === 0) return { ...task, completedAt: null, actualMin: null, done: false };
      // What is dropped is known the same night, what is done weeks later.
      const completedAt = new Date(Date.parse(task.createdAt) + 21 * 86_400_000).toISOString();
      return { ...task, completedAt, actualMin: 30, done: true };
    });
    const given = await answers(late, ['completion']);
    const said = given.slice(200).map((a) => a.completion!.probability);
    expect(said.reduce((a, b) => a + b, 0) / said.length).toBeGreaterThan(0.7);
    expect(said.reduce((a, b) => a + b, 0) / said.length).toBeLessThan(0.9);
  });

  it('learns a rate that only priority and project together tell', async () => {
    const stated = history.map((task, i): HistoryTask => {
      const odd = (i * 7) % 2 === 0;
      const kept = (task.project === 'Home') === odd;
      return { ...task, priority: odd ? 1 : 3, completedAt: null, done: kept };
    });
    const given = await answers(stated, ['completion']);
    const right = given.filter((a, i) => i > 120 && a.completion!.probability > 0.5 === stated[i]!.done);
    expect(right.length / (given.length - 121)).toBeGreaterThan(0.9);
  });

  it('comes back from its state, and refuses another', () => {
    const set = new PredictorSet([completionPredictor]);
    const learner = set.get<CompletionLearner>('completion');
    resolved.forEach((task, i) => {
      const facts = factsOf(task, { localMin: i * 400, hasClock: true }, false);
      set.predict(facts, null);
      set.created(facts);
      // Some stay open.
      if (i % 9 > 0) set.observe(facts.id, task);
      if (learner.trainingDue()) learner.retrain();
    });
    const facts = factsOf(resolved[0]!, { localMin: 0, hasClock: true }, false);
    set.predict(facts, null);
    const features = Float64Array.from(set.rowOf(facts.id)!).subarray(completionPredictor.columns!);
    const task = {
      facts,
      vector: null,
      features,
      evidence: () => {
        throw new Error('not needed');
      },
    };
    const again = CompletionLearner.fromState(learner.toState());
    expect(again.predict(task)).toEqual(learner.predict(task));
    expect(again.toState()).toEqual(learner.toState());
    expect(() => CompletionLearner.fromState(learner.toState().slice(3))).toThrow(DaymarkError);
  });
});
