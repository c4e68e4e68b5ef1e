import { describe, expect, it } from 'vitest';
import { projectId, type HabitId } from '../core/ids.ts';
import { newHabit, newId, newProfile, newTask, NOW } from './testing.ts';

const MONDAY = '2027-05-03';

describe('habits', () => {
  it('come back as they were stored, with the name of their project', () => {
    const { db } = newProfile();
    const project = db.projects.insert({ id: projectId.parse(newId()), name: 'Health', colour: 3, at: NOW });
    const record = newHabit({
      title: 'Gym',
      projectId: project.id,
      tags: ['body'],
      people: ['Sam'],
      weekdays: ['mon', 'thu'],
      window: ['19:00', '24:00'],
      idealTime: '19:30',
      energy: 'high',
    });
    expect(db.habits.insert(record)).toEqual({ ...record, project: 'Health', revision: 0 });
    expect(db.projects.remove(project.id)).toBe(true);
    expect(db.habits.get(record.id)).toMatchObject({ projectId: null, project: null });
  });

  it('change field by field, and refuse a change made on an older revision', () => {
    const { db } = newProfile();
    const { id } = db.habits.insert(newHabit({ window: ['07:00', '09:00'], idealTime: '07:30' }));
    expect(db.habits.update(id, { timesPerWeek: 4 }, NOW + 1, 0)).toMatchObject({
      timesPerWeek: 4,
      window: ['07:00', '09:00'],
      updatedAt: NOW + 1,
      revision: 1,
    });
    expect(db.habits.update(id, { window: null, idealTime: null }, NOW)).toMatchObject({
      window: null,
      idealTime: null,
    });
    expect(() => db.habits.update(id, { title: 'x' }, NOW, 1)).toThrow(
      expect.objectContaining({ code: 'conflict' }),
    );
    expect(() => db.habits.update(newId() as HabitId, {}, NOW)).toThrow(
      expect.objectContaining({ code: 'notFound' }),
    );
  });

  it('are listed by title, ended ones only when asked for', () => {
    const { db } = newProfile();
    for (const title of ['Yoga', 'Gym']) db.habits.insert(newHabit({ title }));
    db.habits.insert(newHabit({ title: 'Old', state: 'ended' }));
    expect(db.habits.list().map((habit) => habit.title)).toEqual(['Gym', 'Yoga']);
    expect(db.habits.list({ ended: true })).toHaveLength(3);
  });

  it('count their sessions by week', () => {
    const { db } = newProfile();
    const { id } = db.habits.insert(newHabit());
    const session = (week: string, status: 'open' | 'done' | 'dropped'): void => {
      db.tasks.insert(newTask({ habitId: id, habitWeek: week, status }));
    };
    for (const status of ['done', 'done', 'open', 'dropped'] as const) session(MONDAY, status);
    session('2027-05-10', 'open');
    expect(db.habits.tallies(id)).toEqual([
      { habitId: id, week: '2027-05-10', open: 1, done: 0, skipped: 0 },
      { habitId: id, week: MONDAY, open: 1, done: 2, skipped: 1 },
    ]);
    expect(db.tasks.sessions(id, MONDAY)).toHaveLength(4);
    expect(db.tasks.sessions(id)).toHaveLength(5);
    expect(db.tasks.openSessions(id).map((task) => task.habitWeek)).toEqual([MONDAY, '2027-05-10']);
  });

  it('keep what was wanted of a week, and leave with it', () => {
    const { db } = newProfile();
    const { id } = db.habits.insert(newHabit());
    db.habits.putWeek({ habitId: id, week: MONDAY, aim: 2, closed: false });
    db.habits.putWeek({ habitId: id, week: '2027-05-10', aim: 3, closed: false });
    db.habits.putWeek({ habitId: id, week: MONDAY, aim: 3, closed: true });
    expect(db.habits.weeks(id).map(({ week, aim, closed }) => [week, aim, closed])).toEqual([
      ['2027-05-10', 3, false],
      [MONDAY, 3, true],
    ]);
    const { id: session } = db.tasks.insert(newTask({ habitId: id, habitWeek: MONDAY, status: 'done' }));
    const { id: open } = db.tasks.insert(newTask({ habitId: id, habitWeek: MONDAY }));
    expect(db.habits.remove(id)).toBe(true);
    expect(db.tasks.get(open)).toBeUndefined();
    expect(db.habits.weeks(id)).toEqual([]);
    expect(db.tasks.get(session)).toMatchObject({ status: 'done', habitId: null, habitWeek: null });
  });

  it('are one row in the lists and counts of tasks, not one a session', () => {
    const { db } = newProfile();
    const project = db.projects.insert({ id: projectId.parse(newId()), name: 'Health', colour: 3, at: NOW });
    const { id } = db.habits.insert(newHabit());
    const other = db.habits.insert(newHabit({ projectId: project.id }));
    const inProject = db.tasks.insert(
      newTask({ habitId: other.id, habitWeek: MONDAY, projectId: project.id }),
    );
    expect(db.projects.get(project.id)?.openTasks).toBe(1);
    db.tasks.remove(inProject.id);
    const plain = db.tasks.insert(newTask({ title: 'Plain' }));
    for (const week of [MONDAY, '2027-05-10']) db.tasks.insert(newTask({ habitId: id, habitWeek: week }));
    const done = db.tasks.insert(newTask({ habitId: id, habitWeek: MONDAY, status: 'done' }));
    const page = db.tasks.list({ withoutSessions: true });
    expect([page.total, page.tasks.map((task) => task.id)]).toEqual([1, [plain.id]]);
    expect(db.tasks.list({ withoutSessions: true, inbox: true }).total).toBe(1);
    expect(db.tasks.list().total).toBe(3);
    expect(db.tasks.counts(MONDAY)).toMatchObject({ open: 1, inbox: 1 });
    expect(db.tasks.list({ status: 'done', withoutSessions: true }).tasks[0]?.id).toBe(done.id);
  });
});
