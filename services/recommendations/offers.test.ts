import { describe, expect, it } from 'vitest';
import type { Habit } from '../../core/domain/habit.ts';
import type { Task } from '../../core/domain/task.ts';
import { say } from '../../core/messages/index.ts';
import { instantOf } from '../../core/time/zoned.ts';
import type { RequestTime } from '../context.ts';
import { aTask } from '../testing.ts';
import { offersFor, type OfferSource } from './offers.ts';
import { stallOf } from './stall.ts';

const tz = 'Europe/Berlin';
const request: RequestTime = { at: instantOf('2027-05-03T08:00', tz), tz, local: '2027-05-03T08:00' };
const createdAt = instantOf('2027-04-23T08:00', tz);
const task = (fields: Partial<Task>): Task => aTask({ createdAt, tz, ...fields });

function offered(fields: Partial<Task>, source: Partial<OfferSource> = {}) {
  const found = offersFor(
    {
      task: task(fields),
      planState: null,
      profile: { energyByHour: null, source: 'none', focus: null },
      habits: new Map(),
      habitOf: () => undefined,
      people: [],
      ...source,
    },
    request,
  );
  return found.map(({ kind, words, reason }) => [kind, say(words), say(reason)]);
}

/** A Monday of nine to five with an appointment from nine to ten; the task stands at four. */
const stalled = task({ title: 'Write the report', durationMin: 60, deferrals: 2 });
const planState: OfferSource['planState'] = {
  problem: {
    now: '2027-05-03T08:00',
    workingHours: { mon: [['09:00', '17:00']] },
    events: [{ id: 'e', start: '2027-05-03T09:00', end: '2027-05-03T10:00' }],
    tasks: [],
  },
  plan: {
    blocks: [
      { taskId: 'gym', start: '2027-05-03T12:00', end: '2027-05-03T12:45', part: 1, parts: 1 },
      { taskId: stalled.id, start: '2027-05-03T16:00', end: '2027-05-03T17:00', part: 1, parts: 1 },
    ],
  },
};
const morning = Array.from({ length: 24 }, (_, hour) => (hour === 9 ? 1 : hour === 10 ? 0.9 : 0.4));

describe('a task has stalled', () => {
  const why = (fields: Partial<Task>): string | null => {
    const found = stallOf(task(fields), request);
    return found && say(found);
  };
  it('when it was postponed twice, is overdue, or left over for three days', () => {
    expect(why({ deferrals: 2 })).toBe('Postponed twice in 10 days.');
    expect(why({ deadline: '2027-05-02' })).toBe('Overdue by a day.');
    expect(why({ date: '2027-04-30' })).toBe('Left over for 3 days.');
  });
  it('and otherwise not, nor while it is worked on, waits or belongs to a habit', () => {
    expect(why({ deferrals: 1, date: '2027-05-01', deadline: '2027-05-03' })).toBeNull();
    expect(why({ deferrals: 5, status: 'done' })).toBeNull();
    expect(why({ deferrals: 5, runningSince: 1 })).toBeNull();
    expect(why({ deferrals: 5, onHold: 'someday' })).toBeNull();
  });
});

describe('what is recommended for a stalled task', () => {
  it('is a first step for what was not begun, and a split for what is long', () => {
    expect(offered({ title: 'Write the yearly report', durationMin: 120 })).toEqual([
      ['firstStep', 'Start with 10 minutes', 'It takes about 2h and isn’t started.'],
      ['split', 'Split into 3 parts of 40 min', 'It takes about 2h at once.'],
    ]);
    expect(offered({ title: 'Taxes', durationMin: 25 })).toEqual([
      ['firstStep', 'Start with 10 minutes', 'Its title names no first step.'],
    ]);
    expect(offered({ durationMin: 15 })).toEqual([]);
    expect(offered({ durationMin: 120, subtasks: 2 })).toEqual([]);
  });

  it('is a free hour with more energy than where it stands', () => {
    const profile = { energyByHour: morning, source: 'learned' as const, focus: null };
    const found = offersFor(
      { task: stalled, planState, profile, habits: new Map(), habitOf: () => undefined, people: [] },
      request,
    );
    const hour = found.find(({ kind }) => kind === 'betterHour')!;
    expect(say(hour.words)).toBe('Move to Mon 3 May, 10:00');
    expect(say(hour.reason)).toBe('You get most done around 10:00.');
    const flat = { ...profile, energyByHour: morning.map(() => 0.5) };
    expect(offered({}, { planState, profile: flat }).map(([kind]) => kind)).not.toContain('betterHour');
  });

  it('is to follow a habit that gets done', () => {
    const gym = { habit: { title: 'Gym' } as Habit, done: { count: 8, of: 10 } };
    const source = {
      planState,
      habits: new Map([['h', gym]]),
      habitOf: (id: string) => (id === 'gym' ? 'h' : undefined),
    };
    expect(offered({ durationMin: 15 }, source)).toEqual([
      ['pair', 'After “Gym”, Mon 3 May, 12:45', 'You did “Gym” 8 of the last 10 times.'],
    ]);
    const seldom = new Map([['h', { ...gym, done: { count: 3, of: 10 } }]]);
    expect(offered({ durationMin: 15 }, { ...source, habits: seldom })).toEqual([]);
  });

  it('is whom to ask, and to let go of what is old and matters little', () => {
    const people = [{ name: 'Julia', count: 4 }];
    expect(offered({ durationMin: 15, project: 'Work', deferrals: 3 }, { people })).toEqual([
      ['delegate', 'Ask Julia, and wait', 'Julia is on 4 other tasks in Work.'],
      ['drop', 'Let it go', 'You have postponed it 3 times, and it is open for 10 days.'],
    ]);
    expect(offered({ durationMin: 15, people: ['Ada'], deferrals: 3, priority: 1 }, { people })).toEqual([
      ['delegate', 'Ask Ada, and wait', 'Ada is named on it.'],
    ]);
  });
});
