import { describe, expect, it } from 'vitest';
import { newProfile, newTask } from './testing.ts';

describe('tasks', () => {
  it('come back as they were stored', () => {
    const profile = newProfile();
    const task = newTask({
      title: 'Prepare slides',
      tags: ['deep', 'Work'],
      people: ['Julia'],
      durationMin: 45,
    });
    const stored = profile.db.tasks.insert(task);
    expect(stored).toMatchObject({ ...task, revision: 0, trackedMin: 0, runningSince: null });
    expect(profile.db.tasks.get(task.id)).toEqual(stored);
  });
});
