import { describe, expect, it } from 'vitest';
import type { TaskId } from '../core/ids.ts';
import { openDatabase } from './open.ts';
import { newId, newProfile, NOW } from './testing.ts';

describe('jobs', () => {
  it('are made once for a task, kind, revision and model version', () => {
    const { db } = newProfile();
    const job = { kind: 'embed', taskId: newId() as TaskId, revision: 3, modelVersion: 'm1' } as const;
    expect(db.jobs.enqueue(job, NOW)).toBe(true);
    expect(db.jobs.enqueue(job, NOW)).toBe(false);
    const claimed = db.jobs.claim(NOW);
    expect(claimed).toMatchObject({ ...job, attempts: 1 });
    expect(db.jobs.enqueue(job, NOW)).toBe(false);
    db.jobs.finish(claimed?.id ?? 0, NOW);
    expect(db.jobs.enqueue(job, NOW)).toBe(false);
    expect(db.jobs.enqueue({ ...job, modelVersion: 'm2' }, NOW)).toBe(true);
    expect(db.jobs.enqueue({ ...job, revision: 4, modelVersion: 'm2' }, NOW)).toBe(true);
    // The newer revision took the place of the waiting older one.
    expect(db.jobs.pending('embed')).toBe(1);
    expect(db.jobs.claim(NOW)?.revision).toBe(4);
    expect(db.jobs.claim(NOW)).toBeUndefined();
  });

  it('come in the order they were made, by kind, and without a task too', () => {
    const { db } = newProfile();
    const [a, b] = [newId() as TaskId, newId() as TaskId];
    db.jobs.enqueue({ kind: 'embed', taskId: a, revision: 0 }, NOW);
    db.jobs.enqueue({ kind: 'plan', taskId: null, revision: 1, payload: { why: 'x' } }, NOW);
    db.jobs.enqueue({ kind: 'embed', taskId: b, revision: 0 }, NOW);
    expect(db.jobs.claim(NOW, ['plan', 'predict'])).toMatchObject({
      kind: 'plan',
      taskId: null,
      payload: { why: 'x' },
    });
    expect(db.jobs.claimMany(NOW, 'embed', 5).map((job) => job.taskId)).toEqual([a, b]);
  });

  it('wait longer after each failure, and are given up in the end', () => {
    const { db } = newProfile();
    db.jobs.enqueue({ kind: 'predict', taskId: newId() as TaskId, revision: 0 }, NOW);
    let at = NOW;
    const waits: number[] = [];
    for (let job = db.jobs.claim(at); job; job = db.jobs.claim(at)) {
      const next = db.jobs.retry(job.id, 'mlUnavailable', at);
      if (next === null) break;
      expect(db.jobs.claim(next - 1)).toBeUndefined();
      expect(db.jobs.nextDue()).toBe(next);
      waits.push((next - at) / 1_000);
      at = next;
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64]);
    expect(db.jobs.failed()).toMatchObject([{ kind: 'predict', error: 'mlUnavailable', attempts: 8 }]);
    expect(db.jobs.nextDue()).toBeNull();
    expect(db.jobs.reviveFailed(at)).toBe(1);
    expect(db.jobs.claim(at)?.attempts).toBe(1);
  });

  it('that a dead process had claimed are due again', () => {
    const profile = newProfile();
    const taskId = newId() as TaskId;
    profile.db.jobs.enqueue({ kind: 'embed', taskId, revision: 0 }, NOW);
    expect(profile.db.jobs.claim(NOW)?.taskId).toBe(taskId);
    profile.db.close();
    const again = openDatabase(profile);
    expect(again.jobs.claim(NOW)).toBeUndefined();
    expect(again.jobs.releaseAll()).toBe(1);
    expect(again.jobs.claim(NOW)).toMatchObject({ taskId, attempts: 2 });
    again.close();
  });

  it('are forgotten some time after they are done', () => {
    const { db } = newProfile();
    const job = { kind: 'embed', taskId: newId() as TaskId, revision: 0 } as const;
    db.jobs.enqueue(job, NOW);
    db.jobs.finish(db.jobs.claim(NOW)?.id ?? 0, NOW);
    expect(db.jobs.prune(NOW)).toBe(0);
    expect(db.jobs.prune(NOW + 1)).toBe(1);
    expect(db.jobs.enqueue(job, NOW + 1)).toBe(true);
  });
});
