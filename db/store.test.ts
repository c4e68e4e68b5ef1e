import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../core/domain/settings.ts';
import type { EventId, PredictionId, ProjectId, RecurrenceId, TaskId } from '../core/ids.ts';
import type { DaymarkError } from '../core/errors.ts';
import { newId, newProfile, newTask, NOW } from './testing.ts';

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
      project: 'Atlas',
      predicted: null,
      priorityScore: null,
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
        db.changes.append({
          entity: 'task',
          entityId: task.id,
          op: 'insert',
          fields: { title, names },
          at: NOW,
        });
        expect(db.changes.since(db.changes.lastSeq() - 1, 1)[0]?.fields).toEqual({ title, names });
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
        db.changes.append({ entity: 'task', entityId: task.id, op: 'insert', fields: {}, at: NOW });
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

describe('time entries', () => {
  it('have one running timer, and add up', () => {
    const { db } = newProfile();
    const a = db.tasks.insert(newTask()).id;
    const b = db.tasks.insert(newTask()).id;
    expect(db.timeEntries.start({ id: newId(), taskId: a, at: NOW }).stopped).toBeNull();
    expect(db.tasks.get(a)?.runningSince).toBe(NOW);
    expect(db.timeEntries.start({ id: newId(), taskId: a, at: NOW + 1 }).started.start).toBe(NOW);
    const second = db.timeEntries.start({ id: newId(), taskId: b, at: NOW + 60_000 });
    expect(second.stopped).toMatchObject({ taskId: a, end: NOW + 60_000 });
    expect(db.timeEntries.stop(a, NOW + 70_000)).toBeUndefined();
    // The clock was set back while it ran.
    expect(db.timeEntries.stop(b, NOW)?.end).toBe(NOW + 60_000);
    db.timeEntries.add({ id: newId(), taskId: a, start: NOW - 90_000, end: NOW, source: 'manual' });
    expect(db.tasks.get(a)).toMatchObject({ runningSince: null, trackedMin: 2.5 });
    expect(db.timeEntries.between(NOW, NOW + 1).map((entry) => entry.taskId)).toEqual([a]);
    expect(db.timeEntries.forTask(a)).toHaveLength(2);
  });
});

describe('calendar and plans', () => {
  it('finds events that touch a span', () => {
    const { db } = newProfile();
    const add = (title: string, start: string, end: string) =>
      db.events.insert({
        id: newId() as EventId,
        title,
        start,
        end,
        tz: 'Europe/Berlin',
        allDay: false,
        blocks: true,
        travelBeforeMin: 0,
        travelAfterMin: 10,
        createdAt: NOW,
        updatedAt: NOW,
      });
    const night = add('night', '2027-05-02T23:00', '2027-05-03T01:00');
    add('before', '2027-05-02T10:00', '2027-05-03T00:00');
    add('day', '2027-05-03T10:00', '2027-05-03T11:00');
    add('after', '2027-05-04T00:00', '2027-05-04T01:00');
    const titles = (from: string, to: string) => db.events.between(from, to).map((event) => event.title);
    expect(titles('2027-05-03', '2027-05-04')).toEqual(['night', 'day']);
    expect(titles('2027-05-03T10:30', '2027-05-03T10:31')).toEqual(['day']);
    expect(
      db.events.update(night.id, { title: 'moved', start: '2027-05-09T10:00', end: '2027-05-09T11:00' }),
    ).toEqual({ ...night, title: 'moved', start: '2027-05-09T10:00', end: '2027-05-09T11:00' });
    expect(db.events.remove(night.id)).toBe(true);
    expect(() => db.events.update(night.id, { title: 'x' })).toThrow(refusedWith('notFound'));
  });

  it('takes plans back one by one', () => {
    const { db } = newProfile();
    const taskId = db.tasks.insert(newTask()).id;
    const problem = {
      now: '2027-05-03T09:00',
      tz: 'UTC',
      horizonDays: 1,
      workingHours: 'always',
      events: [],
      tasks: [],
    } as const;
    const plan = (start: string) => ({
      computedAt: NOW,
      tz: 'UTC',
      problem: { ...problem, events: [], tasks: [] },
      plan: {
        score: { hard: 0, soft: 0, byConstraint: {} },
        blocks: [{ taskId, start, end: '2027-05-03T23:00', part: 1, parts: 1 }],
        unscheduled: [],
        solveMs: 1,
      },
    });
    const starts = ['2027-05-03T09:00', '2027-05-03T10:00', '2027-05-03T11:00'];
    expect(db.plans.revision()).toBe(0);
    expect(db.plans.undo(NOW)).toBeUndefined();
    for (const start of starts) db.plans.accept(plan(start));
    const now = () => db.plans.blocks('2027-05-03', '2027-05-04').map((block) => block.start);
    expect(now()).toEqual(['2027-05-03T11:00']);
    expect(db.plans.undo(NOW)?.revision).toBe(4);
    expect(now()).toEqual(['2027-05-03T10:00']);
    expect(db.plans.undo(NOW)?.plan.blocks[0]?.start).toBe('2027-05-03T09:00');
    expect(now()).toEqual(['2027-05-03T09:00']);
    expect(db.plans.undo(NOW)).toBeUndefined();
    expect(db.plans.revision()).toBe(5);
    expect(db.tasks.counts('2027-05-03').today).toBe(1);
  });
});

describe('learning records', () => {
  it('joins outcomes to open predictions once', () => {
    const { db } = newProfile();
    const taskId = db.tasks.insert(newTask()).id;
    const insert = (id: string, target: string) =>
      db.predictions.insert({
        id: id as PredictionId,
        taskId,
        taskRevision: 0,
        target,
        modelVersion: 'm1',
        predicted: { p50: 20 },
        value: 20,
        baseline: 30,
        at: NOW,
      });
    const [first, second, other] = [newId(), newId(), newId()];
    insert(first, 'duration');
    insert(second, 'duration');
    insert(other, 'priority');
    expect(db.predictions.recordOutcome(taskId, 'duration', 25, NOW + 1)).toBe(2);
    expect(db.predictions.recordOutcome(taskId, 'duration', 99, NOW + 2)).toBe(0);
    const page = db.predictions.withOutcome('duration', null, 1);
    expect(page).toMatchObject([{ id: first, outcome: 25, baseline: 30, predicted: { p50: 20 } }]);
    const rest = db.predictions.withOutcome('duration', { outcomeAt: NOW + 1, id: first }, 10);
    expect(rest.map((entry) => entry.id)).toEqual([second]);
    expect(db.predictions.targets()).toEqual(['duration', 'priority']);
    expect(db.predictions.clearOutcome(taskId, 'duration')).toBe(2);
    db.feedback.add({ id: newId(), predictionId: first as PredictionId, verdict: 'tooLong', at: NOW });
    expect(db.feedback.forPrediction(first as PredictionId)).toMatchObject([{ verdict: 'tooLong' }]);
    const unknown = { id: newId(), predictionId: newId() as PredictionId, verdict: 'yes', at: NOW } as const;
    expect(() => db.feedback.add(unknown)).toThrow(refusedWith('notFound'));
  });

  it('keeps versions of weights with at most one active', () => {
    const { db } = newProfile();
    const weights = new Uint8Array(50_000).map((_, i) => i % 7);
    const save = (active: boolean) =>
      db.modelWeights.save({ modelType: 'duration', weights, metrics: { mae: 3 }, active, createdAt: NOW });
    expect([save(true), save(true), save(false), save(false)]).toEqual([1, 2, 3, 4]);
    expect(db.modelWeights.active('duration')).toMatchObject({ version: 2, metrics: { mae: 3 } });
    expect(db.modelWeights.active('duration')?.weights).toEqual(weights);
    expect(db.modelWeights.versions('duration')[0]?.bytes).toBeLessThan(5_000);
    db.modelWeights.activate('duration', 3);
    expect(db.modelWeights.versions('duration').filter((v) => v.active)).toMatchObject([{ version: 3 }]);
    expect(() => db.modelWeights.activate('duration', 9)).toThrow(refusedWith('notFound'));
    expect(db.modelWeights.active('duration')?.version).toBe(3);
    db.modelWeights.activate('duration', 1);
    expect(db.modelWeights.prune('duration', 1)).toBe(2);
    expect(db.modelWeights.versions('duration').map((v) => v.version)).toEqual([4, 1]);
    expect(db.modelWeights.types()).toEqual(['duration']);
  });

  it('gives each observation to the vocabulary learner once', () => {
    const { db } = newProfile();
    const parsed = {
      title: 'mtg',
      date: null,
      start: null,
      end: null,
      deadline: null,
      earliest: null,
      durationMin: null,
      rrule: null,
      recurFrom: null,
      priority: null,
      project: null,
      tags: [],
      people: [],
      energy: null,
      dependsOn: [],
    };
    const observation = { text: 'mtg w/ J', parsed, kept: { people: ['Julia'] }, at: NOW };
    db.vocabulary.observe(observation, null);
    const rule = {
      id: 'r1',
      phrase: 'mtg',
      effect: { replaceWith: 'meeting' },
      support: 2,
      contradictions: 0,
      confidence: 0.8,
      lastUsedAt: null,
      paused: false,
      examples: ['mtg w/ J'],
    };
    const { upTo, observations } = db.vocabulary.unlearned(10);
    expect(observations).toEqual([observation]);
    db.vocabulary.store({ rules: [rule], state: '{"n":1}', upTo });
    expect(db.vocabulary.unlearned(10).observations).toEqual([]);
    expect(db.vocabulary.learnerState()).toBe('{"n":1}');
    db.vocabulary.used(['r1'], NOW);
    expect(db.vocabulary.list()).toEqual([{ ...rule, lastUsedAt: NOW }]);
    expect(db.vocabulary.remove('r1')).toBe(true);
  });
});

describe('settings, undo and changes', () => {
  it('fills in defaults and ignores what is no longer valid', () => {
    const { db } = newProfile();
    expect(db.settings.get()).toEqual(defaultSettings);
    expect(db.settings.update({ theme: 'dark', zone: null }, NOW)).toEqual({
      ...defaultSettings,
      theme: 'dark',
    });
    db.settings.update({ horizonDays: 5_000 }, NOW);
    expect(db.settings.get().horizonDays).toBe(defaultSettings.horizonDays);
    db.settings.setState('backup.last', '1');
    expect(db.settings.state('backup.last')).toBe('1');
    db.settings.setState('backup.last', null);
    expect(db.settings.state('backup.last')).toBeNull();
  });

  it('takes the newest intent back first and keeps two hundred', () => {
    const { db } = newProfile();
    for (let i = 0; i < 210; i++) {
      db.undo.push({ intent: `intent ${i}`, inverse: { i }, taskIds: [newId() as TaskId], at: NOW });
    }
    let taken = 0;
    for (let last = db.undo.last(); last; last = db.undo.last()) {
      expect(last.inverse).toEqual({ i: 209 - taken });
      db.undo.pop(last.seq);
      taken++;
    }
    expect(taken).toBe(200);
  });
});
