import { beforeEach, describe, expect, it } from 'vitest';
import type { Task } from '../../core/domain/task.ts';
import type { OrderUncertainty } from '../../core/ml-contract/index.ts';
import { instantOf, localOf } from '../../core/time/zoned.ts';
import type { Database } from '../../db/index.ts';
import { aTask, serviceWorld, type ServiceWorld } from '../testing.ts';
import { recordOf } from '../tasks/record.ts';
import { Questions } from './questions.ts';

const DAY = 86_400_000;

describe('questions', () => {
  let world: ServiceWorld;
  let db: Database;
  let questions: Questions;
  let stated: OrderUncertainty;

  beforeEach(() => {
    world = serviceWorld({ now: '2027-05-03T09:30', state: { process: 'ready' } });
    db = world.db;
    stated = { uncertainty: 2, pairs: [] };
    questions = new Questions(world.services.ctx, { compare: async () => stated });
  });

  const passDay = (): void => {
    world.now = localOf(instantOf(world.now, world.tz) + DAY, world.tz);
  };

  function guessed(
    title: string,
    [p10, p50, p90]: [number, number, number],
    fields: Partial<Task> = {},
  ): Task {
    const task = db.tasks.insert(recordOf(aTask({ title, ...fields })));
    const predicted = {
      predictionId: null,
      p10,
      p50,
      p90,
      source: 'prior' as const,
      similar: [],
      why: { key: 'duration.default', params: {} },
    };
    db.tasks.setPrediction(task.id, task.revision, { predicted });
    return db.tasks.get(task.id)!;
  }

  /** Answers with a guess that keeps this part of the width. */
  function answer(task: Task, left: number): void {
    questions.lengthTold(task);
    const { p10, p90 } = task.predicted!;
    questions.predicted(task.id, { p10: 10, p90: 10 * (p90 / p10) ** left });
    questions.settled(`duration:${task.id}`, true);
  }

  it('ask about the widest guess, twice a day, and never twice the same', async () => {
    const vague = guessed('Something vague', [5, 40, 320]);
    const vaguer = guessed('Something vaguer', [5, 60, 640]);
    guessed('Known well', [25, 30, 36]);
    expect(await questions.current()).toMatchObject({ kind: 'duration', taskId: vaguer.id });
    questions.settled(`duration:${vaguer.id}`, true);
    expect(await questions.current()).toMatchObject({ taskId: vague.id });
    questions.settled(`duration:${vague.id}`, true);
    guessed('Vague as well', [5, 60, 640]);
    expect(await questions.current()).toBeNull();
    passDay();
    expect(await questions.current()).toMatchObject({ title: 'Vague as well' });
  });

  it('stop once answers narrow next to nothing, and go on while they do', async () => {
    for (const [left, goesOn] of [
      [0.4, true],
      [1, false],
    ] as const) {
      for (let i = 0; i < 8; i++) {
        answer(guessed(`Vague ${left} ${i}`, [5, 40, 200]), left);
        passDay();
      }
      guessed(`Vague still ${left}`, [5, 40, 100]);
      expect((await questions.current()) !== null).toBe(goesOn);
    }
  });

  it('stop for someone who puts them aside', async () => {
    for (let i = 0; i < 12; i++) guessed(`Vague ${i}`, [5, 40, 200]);
    let asked = 0;
    for (let day = 0; day < 20; day++, passDay()) {
      for (let question = await questions.current(); question; question = await questions.current()) {
        asked++;
        questions.settled(question.id, false);
      }
    }
    expect(asked).toBeGreaterThan(2);
    expect(asked).toBeLessThan(10);
  });

  it('ask for the order of two where that tells more, and measure what it told', async () => {
    const [first, second] = [guessed('One', [25, 30, 36]), guessed('Other', [25, 30, 36])];
    stated = {
      uncertainty: 2,
      pairs: [{ firstId: first.id, secondId: second.id, gain: 0.006, spread: 1, share: 0.2 }],
    };
    const id = `order:${first.id}:${second.id}`;
    expect(await questions.current()).toMatchObject({ kind: 'order', id });
    for (let i = 0; i < 6; i++) await questions.orderTold([first.id, second.id], () => Promise.resolve());
    // The uncertainty about the two stayed as it was each time.
    expect(await questions.current()).toBeNull();
    for (let i = 0; i < 6; i++)
      await questions.orderTold([first.id, second.id], () => {
        stated = { ...stated, pairs: stated.pairs.map((pair) => ({ ...pair, spread: pair.spread * 0.8 })) };
        return Promise.resolve();
      });
    expect(await questions.current()).toMatchObject({ id });
  });

  it('tell when predictions have stopped becoming surer', () => {
    expect(questions.narrowing('duration')).toBe(true);
    const level = guessed('Level', [10, 30, 90]);
    for (let i = 0; i < 40; i++) questions.finished({ ...level, actualMin: 30 });
    expect(questions.narrowing('duration')).toBe(false);
    const surer = guessed('Surer', [25, 30, 36]);
    for (let i = 0; i < 30; i++) questions.finished({ ...surer, actualMin: 30 });
    expect(questions.narrowing('duration')).toBe(true);
  });
});
