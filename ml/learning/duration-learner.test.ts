import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { DaymarkError } from '../../core/errors.ts';
import { factsOf, type TaskFacts } from '../features/index.ts';
import { hashedVector, madeUpHistory } from '../testing/histories.ts';
import { DurationLearner } from './duration-learner.ts';
import { readMoment } from './history-time.ts';
import { runTraining } from './training.ts';

// Training takes a second alone and several on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const history = madeUpHistory({ tasks: 120, seed: 11 });
const tasks = history.map((task) => ({
  task,
  facts: factsOf(task, readMoment(task.createdAt, 'UTC'), true),
  vector: hashedVector(task.title),
}));
const options = { trees: 10, seed: 4 };

/** Each task finishes before the next one is written down. */
function live(learner: DurationLearner, from: number, to: number): void {
  for (const { task, facts, vector } of tasks.slice(from, to)) {
    learner.predict(facts, vector);
    learner.created(facts);
    learner.finished(facts.id, task.actualMin ?? null);
    if (learner.retrainDue()) learner.retrain();
  }
}

function probe(learner: DurationLearner): unknown {
  return tasks
    .slice(100)
    .map(({ facts, vector }) => learner.predict({ ...facts, id: `probe-${facts.id}` }, vector));
}

describe('duration learner', () => {
  it('comes back as it was from its state and its past', () => {
    const learner = new DurationLearner(options);
    live(learner, 0, 100);
    const again = DurationLearner.fromState(learner.toState(), options);
    for (const { task, facts, vector } of tasks.slice(0, 100)) {
      again.recall(facts, vector);
      again.finished(facts.id, task.actualMin ?? null);
    }
    expect(probe(again)).toEqual(probe(learner));
    expect(again.toState()).toEqual(learner.toState());
  });

  it('comes back from stored rows without computing any, whatever came in between', () => {
    const learner = new DurationLearner(options);
    const rows = new Map<string, Float64Array>();
    const order: number[] = [];
    // Ten tasks are open at a time, so that the order of writing down is not that of finishing.
    for (let i = 0; i < 100 + 10; i++) {
      if (i < 100) {
        const { facts, vector } = tasks[i]!;
        learner.predict(facts, vector);
        rows.set(facts.id, Float64Array.from(Float32Array.from(learner.rowOf(facts.id)!)));
        learner.created(facts);
      }
      if (i < 10) continue;
      const done = i % 2 === 0 ? i - 9 : i - 11;
      const { task, facts } = tasks[done]!;
      order.push(done);
      learner.finished(facts.id, task.actualMin ?? null);
      if (learner.retrainDue()) learner.retrain();
    }
    const again = DurationLearner.fromState(learner.toState(), options);
    for (const done of order) {
      const { task, facts, vector } = tasks[done]!;
      again.recall(facts, vector, rows.get(facts.id)!);
      again.finished(facts.id, task.actualMin ?? null);
    }
    again.caughtUp(0);
    expect(probe(again)).toEqual(probe(learner));
    expect(again.trainingJob().table).toEqual(learner.trainingJob().table);
  });

  it('trains the same model in a worker as in place', () => {
    const here = new DurationLearner(options);
    const there = new DurationLearner(options);
    for (const learner of [here, there]) {
      live(learner, 0, 30);
    }
    here.retrain();
    there.adopt(runTraining(structuredClone(there.trainingJob())));
    expect(probe(there)).toEqual(probe(here));
  });

  it('asks to be trained after 20 outcomes, then after a tenth more', () => {
    const learner = new DurationLearner(options);
    const due: number[] = [];
    for (const { facts, vector } of tasks) {
      learner.predict(facts, vector);
      learner.finished(facts.id, 30);
      if (learner.retrainDue() === 'count') {
        due.push(learner.known);
        learner.retrain();
      }
    }
    expect(due).toEqual([20, 40, 60, 80, 100, 120]);
  });

  it('sums an explanation to the middle of what the forest says', () => {
    const learner = new DurationLearner(options);
    live(learner, 0, 60);
    const { facts, vector } = tasks[70]!;
    learner.predict(facts, vector);
    const told = learner.explain(facts.id)!;
    const sum = Object.values(told.groups).reduce((a, b) => a + b, told.base);
    expect(2 ** sum).toBeGreaterThan(4);
    expect(2 ** sum).toBeLessThan(600);
    expect(learner.explain('nobody')).toBeNull();
  });

  it('ignores outcomes that say nothing', () => {
    const learner = new DurationLearner(options);
    for (const actual of [null, 0, -5, Number.NaN, Number.POSITIVE_INFINITY]) {
      learner.predict(tasks[0]!.facts, tasks[0]!.vector);
      learner.finished(tasks[0]!.facts.id, actual);
    }
    learner.finished('never predicted', 30);
    expect(learner.known).toBe(0);
  });

  it('refuses damaged and random states', () => {
    const learner = new DurationLearner(options);
    live(learner, 0, 40);
    const state = learner.toState();
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const broken = state.slice();
        broken[at % broken.length]! ^= flip;
        expect(() => DurationLearner.fromState(broken)).toThrow(DaymarkError);
      }),
      { numRuns: 50 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => DurationLearner.fromState(bytes)).toThrow(DaymarkError);
      }),
      { numRuns: 50 },
    );
  });

  it('puts 80 % of outcomes into its range', () => {
    const learner = new DurationLearner({ trees: 12 });
    const many = madeUpHistory({ tasks: 520, seed: 5, noise: 0.7 });
    let inside = 0;
    let judged = 0;
    many.forEach((task, i) => {
      const facts: TaskFacts = factsOf(task, readMoment(task.createdAt, 'UTC'), false);
      const said = learner.predict(facts, hashedVector(task.title));
      learner.created(facts);
      const actual = task.actualMin ?? null;
      learner.finished(facts.id, actual);
      if (learner.retrainDue()) learner.retrain();
      if (i < 200 || actual === null) return;
      judged++;
      if (said.p10 <= actual && actual <= said.p90) inside++;
    });
    expect(inside / judged).toBeGreaterThan(0.75);
    expect(inside / judged).toBeLessThan(0.88);
  });
});
