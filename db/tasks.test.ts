import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { ProjectId, RecurrenceId, TaskId } from '../core/ids.ts';
import type { DaymarkError } from '../core/errors.ts';
import { newId, newProfile, newTask, NOW } from './testing.ts';

// Each makes several encrypted files, which takes its time on a machine that does other things.
vi.setConfig({ testTimeout: 30_000 });

const refusedWith = (code: DaymarkError['code']) => expect.objectContaining({ code }) as Error;

describe('tasks', () => {
  it('come back as they were stored', () => {
    const { db } = newProfile();
    const project = db.projects.insert({ id: newId() as ProjectId, name: 'Atlas', colour: 3, at: NOW });
    const before = db.tasks.insert(newTask({ title: 'First' }));
    const task = newTask({
      title: 'Prepare slides',
      rawText: 'Prepare slides 45m #Atlas',
      notes: 'for Monday',
      projectId: project.id,
      tags: ['deep', 'Work'],
      people: ['Julia', 'Ömer'],
      priority: 1,
      energy: 'high',
      date: '2027-05-03',
      start: '2027-05-03T09:30',
      end: '2027-05-03T10:15',
      deadline: '2027-05-04',
      deadlineHard: true,
      earliest: '2027-05-01',
      durationMin: 45,
      splittable: true,
      minChunkMin: 20,
      pinnedStart: '2027-05-03T09:30',
      rrule: 'FREQ=WEEKLY',
      recurFrom: 'completion',
      recurrenceId: newId() as RecurrenceId,
      dependsOn: [before.id],
      parseState: 'pending',
      deferrals: 2,
    });
    const derived = {
      section: null,
      project: 'Atlas',
      predicted: null,
      priorityScore: null,
      parent: null,
      subtasks: 0,
      subtasksDone: 0,
      runningSince: null,
      trackedMin: 0,
    };
    expect(db.tasks.insert(task)).toEqual({ ...task, ...derived, revision: 0 });
    expect(db.tasks.getMany([task.id, newId() as TaskId, before.id]).map((one) => one.title)).toEqual([
      'Prepare slides',
      'First',
    ]);
    expect(db.tasks.pendingParse(10).map((one) => one.id)).toEqual([task.id]);
    expect(db.tasks.dependants(before.id)).toEqual([task.id]);
    expect(db.tasks.openDependencies()).toEqual([{ taskId: task.id, dependsOn: before.id }]);
    expect(db.tasks.people()).toEqual(['Julia', 'Ömer']);
    expect(db.tags.list()).toEqual([
      { name: 'Work', tasks: 1 },
      { name: 'deep', tasks: 1 },
    ]);
  });

  it('change only what is named, one revision at a time', () => {
    const { db } = newProfile();
    const task = db.tasks.insert(newTask({ tags: ['a'], people: ['P'], durationMin: 30, notes: 'n' }));
    const changed = db.tasks.update(
      task.id,
      { title: 'New', durationMin: null, tags: ['b', 'c'] },
      NOW + 5,
      0,
    );
    expect(changed).toEqual({
      ...task,
      title: 'New',
      durationMin: null,
      tags: ['b', 'c'],
      updatedAt: NOW + 5,
      revision: 1,
    });
    expect(() => db.tasks.update(task.id, { title: 'Late' }, NOW + 6, 0)).toThrow(refusedWith('conflict'));
    expect(() => db.tasks.update(newId() as TaskId, { title: 'x' }, NOW)).toThrow(refusedWith('notFound'));
    expect(db.tasks.get(task.id)).toEqual(changed);
  });

  it('take a guess only for the revision it was made for', () => {
    const { db } = newProfile();
    const task = db.tasks.insert(newTask());
    const why = { key: 'k', params: {} };
    const predicted = {
      predictionId: null,
      p10: 10,
      p50: 20,
      p90: 40,
      source: 'prior',
      similar: [],
      why,
    } as const;
    const priorityScore = { predictionId: null, score: 0.7, reasons: [] };
    const guess = { predicted: { ...predicted, similar: [] }, priorityScore };
    expect(db.tasks.setPrediction(task.id, 0, guess)).toBe(true);
    expect(db.tasks.get(task.id)).toMatchObject({ ...guess, revision: 0 });
    db.tasks.update(task.id, { title: 'Changed' }, NOW);
    expect(db.tasks.setPrediction(task.id, 0, { predicted: null })).toBe(false);
    expect(db.tasks.get(task.id)?.predicted).toEqual(predicted);
  });

  it('are summed by the guess that is shown', () => {
    const { db } = newProfile();
    const guessAt = (p50: number) => ({
      predicted: {
        predictionId: null,
        p10: 1,
        p50,
        p90: 200,
        source: 'prior' as const,
        similar: [],
        why: { key: 'k', params: {} },
      },
    });
    for (const p50 of [61.4, 17.6, 1]) db.tasks.setPrediction(db.tasks.insert(newTask()).id, 0, guessAt(p50));
    db.tasks.insert(newTask());
    const { groups } = db.tasks.list({ grouping: { by: 'priority', today: '2027-05-03' } });
    expect(groups).toMatchObject([{ count: 4, minutes: 60 + 20 + 5 }]);
  });

  it('have a title, however they are stored', () => {
    const { db } = newProfile();
    const kept = db.tasks.insert(newTask({ title: 'Kept' }));
    for (const title of ['', ' \t', '\u3000']) {
      expect(() => db.tasks.insert(newTask({ title }))).toThrow(refusedWith('invalidInput'));
      expect(() => db.tasks.update(kept.id, { title }, NOW)).toThrow(refusedWith('invalidInput'));
    }
    expect(db.tasks.list({}).tasks).toEqual([kept]);
  });

  it('refuse circles of dependencies and leave the task as it was', () => {
    const { db } = newProfile();
    const a = db.tasks.insert(newTask({ title: 'A' }));
    const b = db.tasks.insert(newTask({ title: 'B', dependsOn: [a.id] }));
    const c = db.tasks.insert(newTask({ title: 'C', dependsOn: [b.id] }));
    for (const [task, on] of [
      [a, c],
      [a, a],
      [b, c],
    ] as const) {
      const close = () => db.tasks.update(task.id, { title: 'no', dependsOn: [on.id] }, NOW);
      expect(close).toThrow(refusedWith('dependencyCycle'));
      expect(db.tasks.get(task.id)).toEqual(task);
    }
    const unknown = { dependsOn: [newId() as TaskId] };
    expect(() => db.tasks.update(a.id, unknown, NOW)).toThrow(refusedWith('notFound'));
  });

  it('are listed by filter and in the asked order', () => {
    const { db } = newProfile();
    const project = db.projects.insert({ id: newId() as ProjectId, name: 'P', colour: 0, at: NOW });
    const add = (title: string, fields: Parameters<typeof newTask>[0] = {}) =>
      db.tasks.insert(newTask({ title, ...fields }));
    add('later', { deadline: '2027-06-01' });
    add('none', { createdAt: NOW - 1_000 });
    add('p1', { priority: 1, projectId: project.id });
    const running = add('running', { deadline: '2027-07-01' });
    add('soon', { date: '2027-05-03', deadline: '2027-05-20T12:00' });
    add('done early', { status: 'done', completedAt: NOW - 10, actualMin: 5 });
    add('done late', { status: 'done', completedAt: NOW, projectId: project.id });
    add('dropped', { status: 'dropped' });
    db.timeEntries.start({ id: newId(), taskId: running.id, at: NOW });
    const names = (filter: Parameters<typeof db.tasks.list>[0]) =>
      db.tasks.list(filter).tasks.map((t) => t.title);
    expect(names({})).toEqual(['running', 'soon', 'later', 'p1', 'none']);
    expect(names({ order: 'created' })).toEqual(['none', 'later', 'p1', 'running', 'soon']);
    expect(names({ order: 'deadline' })).toEqual(['soon', 'later', 'running', 'none', 'p1']);
    expect(names({ order: 'title' })).toEqual(['later', 'none', 'p1', 'running', 'soon']);
    expect(names({ inbox: true, order: 'title' })).toEqual(['later', 'none', 'running', 'soon']);
    expect(names({ projectId: project.id, status: 'any', order: 'title' })).toEqual(['done late', 'p1']);
    expect(names({ status: 'done', order: 'completed' })).toEqual(['done late', 'done early']);
    expect(names({ status: 'any', completedSince: NOW })).toEqual(['done late']);
    expect(db.tasks.list({ limit: 2, offset: 1, order: 'title' })).toMatchObject({
      total: 5,
      tasks: [{ title: 'none' }, { title: 'p1' }],
    });
    expect(db.tasks.list({ limit: 2 }).total).toBe(5);
    expect(db.tasks.counts('2027-05-03')).toEqual({ open: 5, inbox: 4, today: 1 });
    expect(db.projects.get(project.id)?.openTasks).toBe(1);
    expect(db.tasks.byTitle('  SOON ')).toHaveLength(1);
  });

  it('go with everything that hangs on them', () => {
    const { db } = newProfile();
    const task = db.tasks.insert(newTask({ title: 'Gone', tags: ['t'] }));
    const waiting = db.tasks.insert(newTask({ dependsOn: [task.id] }));
    db.timeEntries.start({ id: newId(), taskId: task.id, at: NOW });
    db.jobs.enqueue({ kind: 'embed', taskId: task.id, revision: 0 }, NOW);
    expect(db.tasks.remove(task.id)).toBe(true);
    expect(db.tasks.remove(task.id)).toBe(false);
    expect(db.tasks.get(waiting.id)?.dependsOn).toEqual([]);
    expect(db.timeEntries.running()).toBeUndefined();
    expect(db.jobs.pending()).toBe(0);
    expect(db.search.words('gone')).toEqual([]);
  });

  it('hold any text exactly', () => {
    const { db } = newProfile();
    const text = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }),
      fc.constantFrom(
        '\0',
        'a\0b',
        '\0'.repeat(5),
        '🎂👩‍👩‍👧',
        'שלום עולם',
        '\u202Eabc',
        "'; DROP TABLE tasks; --",
        '\\"\n\r\t',
      ),
      fc.constant('ü'.repeat(10_000)),
    );
    const property = fc.property(
      text,
      text,
      fc.uniqueArray(text, { maxLength: 4 }),
      (title, notes, names) => {
        const task = newTask({ title, notes, rawText: notes, tags: names, people: names });
        db.tasks.insert(task);
        expect(db.tasks.get(task.id)).toMatchObject({
          title,
          notes,
          rawText: notes,
          tags: names,
          people: names,
        });
        const logged = db.changes.since(db.changes.lastSeq() - 1, 1)[0]?.fields;
        expect([logged?.['title'] ?? '', logged?.['notes'] ?? '']).toEqual([title, notes]);
        const people = names.length > 0 ? { add: names, remove: [], order: names } : undefined;
        expect(logged?.['people']).toEqual(people);
        expect(() => db.search.words(title)).not.toThrow();
      },
    );
    fc.assert(property, { numRuns: 60 });
    expect(() => db.tasks.list({ limit: 2_000 })).not.toThrow();
  });

  it('keep names apart that differ only after a NUL', () => {
    const { db } = newProfile();
    db.tasks.insert(newTask({ tags: ['a\0b', 'a\0c', 'A\0B'] }));
    expect(db.tags.list().map((tag) => tag.tasks)).toEqual([2, 1]);
  });
});

describe('one intent', () => {
  it('is stored as a whole or not at all', () => {
    const { db } = newProfile();
    const task = newTask();
    const intent = (fail: boolean) =>
      db.transaction(() => {
        db.tasks.insert(task);
        db.behavior.append({
          id: newId(),
          type: 'created',
          taskId: task.id,
          at: NOW,
          tz: 'UTC',
          day: '2027-05-03',
          data: {},
        });
        db.jobs.enqueue({ kind: 'embed', taskId: task.id, revision: 0 }, NOW);
        if (fail) throw new Error('half-way');
      });
    expect(() => intent(true)).toThrow('half-way');
    const state = () => [db.tasks.list().total, db.behavior.count(), db.changes.lastSeq(), db.jobs.pending()];
    expect(state()).toEqual([0, 0, 0, 0]);
    intent(false);
    expect(state()).toEqual([1, 1, 1, 1]);
  });
});

describe('a part of an intent that fails', () => {
  it('takes back its own writes when the intent goes on without it', () => {
    const { db } = newProfile();
    const a = db.tasks.insert(newTask({ title: 'A' }));
    const b = db.tasks.insert(newTask({ title: 'B', dependsOn: [a.id] }));
    db.transaction(() => {
      db.tasks.update(b.id, { title: 'B2' }, NOW);
      const cycle = () => db.tasks.update(a.id, { title: 'half', dependsOn: [b.id] }, NOW);
      expect(cycle).toThrow(refusedWith('dependencyCycle'));
    });
    expect(db.tasks.get(a.id)).toEqual(a);
    expect(db.tasks.get(b.id)?.title).toBe('B2');
  });

  it('is refused when it would have to be waited for', () => {
    const { db } = newProfile();
    const intent = () => db.transaction(() => Promise.resolve(db.tasks.insert(newTask())));
    expect(intent).toThrow(TypeError);
    expect(db.tasks.list().total).toBe(0);
  });
});
