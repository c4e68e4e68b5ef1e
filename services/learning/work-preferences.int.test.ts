import { beforeEach, describe, expect, it } from 'vitest';
import type { Task } from '../../core/domain/task.ts';
import { seededRandom } from '../../core/random.ts';
import type { Database } from '../../db/index.ts';
import { aTask, serviceWorld, type ServiceWorld } from '../testing.ts';
import { recordOf } from '../tasks/record.ts';
import type { WorkPreferences } from './work-preferences.ts';

const MODEL = 'minilm-1';
const MORNING = Date.parse('2027-05-03T07:30:00Z');
const AFTERNOON = Date.parse('2027-05-03T13:30:00Z');

describe('work preferences', () => {
  let world: ServiceWorld;
  let db: Database;
  let preferences: WorkPreferences;
  const random = seededRandom(9);

  beforeEach(() => {
    world = serviceWorld({ now: '2027-05-03T15:30', state: { modelVersion: MODEL } });
    db = world.db;
    preferences = world.services.learning.workPreferences;
  });

  /** A vector that points mostly along one axis. */
  function towards(axis: number): Float32Array {
    const vector = new Float32Array(384).map(() => (random() - 0.5) * 0.02);
    vector[axis] = 1;
    const length = Math.hypot(...vector);
    return vector.map((value) => value / length);
  }

  function stored(fields: Partial<Task>, axis: number): Task {
    const task = db.tasks.insert(recordOf(aTask(fields)));
    db.embeddings.upsert({ taskId: task.id, revision: 0, modelVersion: MODEL, vector: towards(axis) });
    return task;
  }

  function live(count: number, axis: number, at: number): void {
    for (let i = 0; i < count; i++)
      preferences.learn(stored({ status: 'done', completedAt: at, actualMin: 30 }, axis));
  }

  it('knows at which time of day a kind of task is done, once it has seen enough', async () => {
    const writing = stored({ title: 'Write a chapter' }, 1);
    live(4, 1, MORNING);
    live(8, 2, AFTERNOON);
    await preferences.prepare([writing]);
    expect(preferences.preferred(writing)).toBeUndefined();
    live(4, 1, MORNING);
    const calls = stored({ title: 'Call the bank' }, 2);
    const other = stored({ title: 'Neither' }, 7);
    await preferences.prepare([writing, calls, other]);
    expect(preferences.preferred(writing)).toMatchObject({ hour: 10, strength: 1 });
    expect(preferences.preferred(calls)).toMatchObject({ hour: 13, strength: 1 });
    expect(preferences.preferred(other)).toBeUndefined();
  });

  it('tells liked work from work that is put off', () => {
    live(3, 1, MORNING);
    preferences.learn(stored({ status: 'done', completedAt: MORNING, actualMin: 30, deferrals: 3 }, 5));
    preferences.learn(stored({ status: 'dropped' }, 5));
    const kept = new Map(db.preferences.list().map((one) => [one.preferenceType, one]));
    expect(kept.get('liked')).toMatchObject({ weight: 3, id: `${MODEL}/liked` });
    expect(kept.get('avoided')).toMatchObject({ weight: 2 });
    expect(kept.get('avoided')!.vector[5]).toBeGreaterThan(0.9);
    expect(kept.get('morning')).toMatchObject({ weight: 4 });
    expect(kept.has('evening')).toBe(false);
  });

  it('drops the centroids of another model', () => {
    live(2, 1, MORNING);
    expect(db.preferences.list()).toHaveLength(2);
    preferences.cleanUp();
    expect(db.preferences.list()).toHaveLength(2);
    world.ml.modelVersion = 'minilm-2';
    preferences.cleanUp();
    expect(db.preferences.list()).toEqual([]);
  });
});
