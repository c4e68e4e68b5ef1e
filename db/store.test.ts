import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../core/domain/settings.ts';
import type { DaymarkError } from '../core/errors.ts';
import type { EventId, PredictionId } from '../core/ids.ts';
import { titleOnly } from '../core/language.ts';
import { compressWeights, decompressWeights } from './models/compression.ts';
import { newId, newProfile, newTask, NOW } from './testing.ts';

const refusedWith = (code: DaymarkError['code']) => expect.objectContaining({ code }) as Error;

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
    // A better answer takes the place of the one it is named for, and only of that one.
    const first = db.plans.accept(plan('2027-05-03T12:00'));
    db.plans.accept(plan('2027-05-03T13:00'), first.revision);
    expect(db.plans.previous()?.plan.blocks[0]?.start).toBe('2027-05-03T09:00');
    db.plans.accept(plan('2027-05-03T14:00'), first.revision);
    expect(db.plans.previous()?.plan.blocks[0]?.start).toBe('2027-05-03T13:00');
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
    const page = db.predictions.outcomesBefore('duration', null, 1);
    expect(page).toMatchObject([{ id: second, outcome: 25, baseline: 30, predicted: { p50: 20 } }]);
    const rest = db.predictions.outcomesBefore('duration', { outcomeAt: NOW + 1, id: second }, 10);
    expect(rest.map((entry) => entry.id)).toEqual([first]);
    expect(db.predictions.openSince('priority', NOW + 1, 5)).toEqual([taskId]);
    expect(db.predictions.openSince('priority', NOW, 5)).toEqual([]);
    expect(db.predictions.openSince('duration', NOW + 1, 5)).toEqual([]);
    expect(db.predictions.targets()).toEqual(['duration', 'priority']);
    expect(db.predictions.clearOutcome(taskId, 'duration')).toBe(2);
    db.feedback.add({ id: newId(), predictionId: first as PredictionId, verdict: 'tooLong', at: NOW });
    expect(db.feedback.forPrediction(first as PredictionId)).toMatchObject([{ verdict: 'tooLong' }]);
    const unknown = { id: newId(), predictionId: newId() as PredictionId, verdict: 'yes', at: NOW } as const;
    expect(() => db.feedback.add(unknown)).toThrow(refusedWith('notFound'));
  });

  it('keeps versions of weights with at most one active', async () => {
    const { db } = newProfile();
    const state = new Uint8Array(50_000).map((_, i) => i % 7);
    const weights = await compressWeights(state);
    const save = (active: boolean) =>
      db.modelWeights.save({ modelType: 'duration', weights, metrics: { mae: 3 }, active, createdAt: NOW });
    expect([save(true), save(true), save(false), save(false)]).toEqual([1, 2, 3, 4]);
    expect(db.modelWeights.active('duration')).toMatchObject({ version: 2, metrics: { mae: 3 } });
    expect(await decompressWeights(db.modelWeights.active('duration')!.weights)).toEqual(state);
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
    const parsed = titleOnly('mtg');
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

  it('takes the newest step back first, does the last one undone again, and keeps two hundred', () => {
    const { db } = newProfile();
    const push = (intent: string) =>
      db.history.push({
        intent,
        subject: { title: null, count: 1 },
        group: intent,
        planRevision: null,
        at: NOW,
      });
    for (let i = 0; i < 210; i++) push(`step ${i}`);
    const taken: string[] = [];
    for (let last = db.history.undoable(); last; last = db.history.undoable()) {
      taken.push(last.intent);
      db.history.update(last.seq, { state: 'undone' });
    }
    expect([taken.length, taken[0], taken.at(-1)]).toEqual([200, 'step 209', 'step 10']);
    expect(db.history.redoable()?.intent).toBe('step 10');
    push('new');
    expect(db.history.redoable()).toBeUndefined();
    expect(db.history.undoable()?.intent).toBe('new');
  });
});
