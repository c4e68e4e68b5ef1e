import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { DaymarkError } from '../../../core/errors.ts';
import { FeatureBuilder, factsOf } from '../../features/index.ts';
import { readMoment } from '../../../core/time/history.ts';
import { PredictorSet } from '../../learning/index.ts';
import { hashedVector, madeUpHistory } from '../../testing/histories.ts';
import { DurationLearner, durationPredictor, type DurationAnswer } from './index.ts';
import { trainDuration } from './model.ts';

// Training takes a second alone and several on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const history = madeUpHistory({ tasks: 120, seed: 11 });
const tasks = history.map((task) => ({
  task,
  facts: factsOf(task, readMoment(task.createdAt, 'UTC'), true),
  vector: hashedVector(task.title),
}));
const options = { trees: 10, seed: 4 };

/** The duration predictor with what it learns from. */
function begin(state?: Uint8Array, context = options): { set: PredictorSet; learner: DurationLearner } {
  const set = new PredictorSet([durationPredictor], context, state ? { duration: state } : {});
  expect(set.damaged).toEqual([]);
  return { set, learner: set.get<DurationLearner>('duration') };
}

/** Each task finishes before the next one is written down. */
function run({ set, learner }: ReturnType<typeof begin>, from: number, to: number): void {
  for (const { task, facts, vector } of tasks.slice(from, to)) {
    set.predict(facts, vector);
    set.created(facts);
    set.observe(facts.id, task);
    if (learner.trainingDue()) learner.retrain();
  }
}

function probe(set: PredictorSet): unknown {
  return tasks
    .slice(100)
    .map(({ facts, vector }) => set.predict({ ...facts, id: `probe-${facts.id}` }, vector));
}

describe('duration learner', () => {
  it('comes back as it was from its state and its past', () => {
    const first = begin();
    run(first, 0, 100);
    const again = begin(first.learner.toState());
    for (const { task, facts, vector } of tasks.slice(0, 100)) {
      again.set.remember(facts, vector, null);
      again.set.observe(facts.id, task);
    }
    expect(probe(again.set)).toEqual(probe(first.set));
    expect(again.learner.toState()).toEqual(first.learner.toState());
  });

  it('comes back from stored rows without computing any, whatever came in between', () => {
    const { set, learner } = begin();
    const rows = new Map<string, Float64Array>();
    const order: number[] = [];
    // Ten tasks are open at a time, so that the order of writing down is not that of finishing.
    for (let i = 0; i < 100 + 10; i++) {
      if (i < 100) {
        const { facts, vector } = tasks[i]!;
        set.predict(facts, vector);
        rows.set(facts.id, Float64Array.from(set.rowOf(facts.id)!));
        set.created(facts);
      }
      if (i < 10) continue;
      const done = i % 2 === 0 ? i - 9 : i - 11;
      const { task, facts } = tasks[done]!;
      order.push(done);
      set.observe(facts.id, task);
      if (learner.trainingDue()) learner.retrain();
    }
    const again = begin(learner.toState());
    for (const done of order) {
      const { task, facts, vector } = tasks[done]!;
      again.set.remember(facts, vector, rows.get(facts.id)!);
      again.set.observe(facts.id, task);
    }
    again.set.restored({ duration: 0 });
    expect(probe(again.set)).toEqual(probe(set));
    expect(again.learner.trainingJob().table).toEqual(learner.trainingJob().table);
  });

  it('trains the same model in a worker as in place', () => {
    const here = begin();
    const there = begin();
    for (const one of [here, there]) run(one, 0, 30);
    here.learner.retrain();
    there.learner.adopt(trainDuration(structuredClone(there.learner.trainingJob())));
    expect(probe(there.set)).toEqual(probe(here.set));
  });

  it('asks to be trained after 20 outcomes, then after a tenth more', () => {
    const { set, learner } = begin();
    const due: number[] = [];
    for (const { task, facts, vector } of tasks) {
      set.predict(facts, vector);
      set.observe(facts.id, { ...task, actualMin: 30 });
      if (learner.trainingDue() === 'count') {
        due.push(learner.known);
        learner.retrain();
      }
    }
    expect(due).toEqual([20, 40, 60, 80, 100, 120]);
  });

  it('sums an explanation to the middle of what the forest says', () => {
    const first = begin();
    run(first, 0, 60);
    const { facts, vector } = tasks[70]!;
    first.set.predict(facts, vector);
    const row = Float64Array.from(first.set.rowOf(facts.id)!);
    const stated = first.learner.explain(row)!;
    const sum = Object.values(stated.groups).reduce((a, b) => a + b, stated.base);
    expect(2 ** sum).toBeGreaterThan(4);
    expect(2 ** sum).toBeLessThan(600);
    expect(begin().learner.explain(row)).toBeNull();
  });

  it('ignores outcomes that say nothing', () => {
    const { set, learner } = begin();
    const { task, facts, vector } = tasks[0]!;
    for (const actualMin of [null, 0, -5, Number.NaN, Number.POSITIVE_INFINITY]) {
      set.predict(facts, vector);
      set.observe(facts.id, { ...task, actualMin });
    }
    set.observe('never predicted', task);
    expect(learner.known).toBe(0);
  });

  it('has a rival of its own in the log: the median of the project, once there is one', () => {
    const { set } = begin();
    const minutes = [10, 90, 30, 50];
    const said = minutes.map((actualMin, i) => {
      const { task, facts, vector } = tasks[i]!;
      const one = { ...facts, project: 'Home' };
      const { baseline } = set.predict(one, vector)['duration']!;
      set.observe(facts.id, { ...task, done: true, actualMin });
      return baseline;
    });
    expect(said).toEqual([null, null, null, 30]);
  });

  it('refuses damaged and random states', () => {
    const first = begin();
    run(first, 0, 40);
    const state = first.learner.toState();
    const load = (bytes: Uint8Array): unknown => DurationLearner.fromState(bytes, new FeatureBuilder());
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const broken = state.slice();
        broken[at % broken.length]! ^= flip;
        expect(() => load(broken)).toThrow(DaymarkError);
      }),
      { numRuns: 50 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => load(bytes)).toThrow(DaymarkError);
      }),
      { numRuns: 50 },
    );
  });

  it('puts 80 % of outcomes into its range', () => {
    const { set, learner } = begin(undefined, { trees: 12, seed: 1 });
    const many = madeUpHistory({ tasks: 520, seed: 5, noise: 0.7 });
    let inside = 0;
    let compared = 0;
    many.forEach((task, i) => {
      const facts = factsOf(task, readMoment(task.createdAt, 'UTC'), false);
      const said = set.predict(facts, hashedVector(task.title))['duration'] as DurationAnswer;
      set.created(facts);
      set.observe(facts.id, task);
      if (learner.trainingDue()) learner.retrain();
      const actual = task.actualMin ?? null;
      if (i < 200 || actual === null) return;
      compared++;
      if (said.p10 <= actual && actual <= said.p90) inside++;
    });
    expect(inside / compared).toBeGreaterThan(0.75);
    expect(inside / compared).toBeLessThan(0.88);
  });
});
