import { describe, expect, it } from 'vitest';
import type { Task } from '../../core/domain/task.ts';
import { say } from '../../core/messages/index.ts';
import { instantOf, localOf } from '../../core/time/zoned.ts';
import { aTask } from '../testing.ts';
import { remindersOf, type ReminderSource } from './due.ts';

const TZ = 'Europe/Berlin';

function due(source: Partial<ReminderSource>): [string, string, string][] {
  const settings = { reminders: { blocks: true, eventMin: 10, deadlineMin: 60 } };
  const all = remindersOf({
    tasks: [],
    blocks: [],
    blocksTz: TZ,
    events: [],
    settings: { ...settings, dayParts: { morning: 9, afternoon: 12, evening: 19, night: 22 } },
    tz: TZ,
    ...source,
  });
  return all.map(({ at, title, why }) => [localOf(at, TZ), title, say(why)]);
}

function block(task: Task, start: string, end: string): ReminderSource['blocks'][number] {
  return { taskId: task.id, start, end, part: 1, parts: 1 };
}

describe('what there is to be reminded of', () => {
  it('counts minutes from the time of day, else from the plan, else from the deadline', () => {
    const timed = aTask({ title: 'Dentist', start: '2027-05-03T15:00', reminders: [1_440, 10] });
    const planned = aTask({ title: 'Report', reminders: [5] });
    const late = aTask({ title: 'Offer', deadline: '2027-05-03T17:00', reminders: [120] });
    const loose = aTask({ title: 'Some day', reminders: [10] });
    expect(
      due({
        tasks: [timed, planned, late, loose],
        blocks: [block(planned, '2027-05-03T11:00', '2027-05-03T12:00')],
      }),
    ).toEqual([
      ['2027-05-02T15:00', 'Dentist', 'Starts at 15:00, Mon 3 May'],
      ['2027-05-03T10:55', 'Report', 'Starts at 11:00, Mon 3 May'],
      ['2027-05-03T14:50', 'Dentist', 'Starts at 15:00, Mon 3 May'],
      ['2027-05-03T15:00', 'Offer', 'Due at 17:00, Mon 3 May'],
      ['2027-05-03T16:00', 'Offer', 'Due at 17:00, Mon 3 May'],
    ]);
  });

  it('has blocks, appointments and deadlines, each as the settings say', () => {
    const task = aTask({ title: 'Report', deadline: '2027-05-04' });
    const source = {
      tasks: [task],
      blocks: [block(task, '2027-05-03T11:00', '2027-05-03T12:00')],
      events: [
        { ...anEvent('Lunch', '2027-05-03T12:30', '2027-05-03T13:30') },
        { ...anEvent('Holiday', '2027-05-03T00:00', '2027-05-04T00:00'), allDay: true },
      ],
    };
    expect(due(source)).toEqual([
      ['2027-05-03T11:00', 'Report', 'Planned at 11:00, Mon 3 May'],
      ['2027-05-03T12:20', 'Lunch', 'Starts at 12:30, Mon 3 May'],
      ['2027-05-04T09:00', 'Report', 'Due Tue 4 May'],
    ]);
    const off = { reminders: { blocks: false, eventMin: null, deadlineMin: null } };
    const dayParts = { morning: 9, afternoon: 12, evening: 19, night: 22 };
    expect(due({ ...source, settings: { ...off, dayParts } })).toEqual([]);
  });

  it('reminds of no block of a task that has reminders of its own or runs, but when its time is over', () => {
    const running = aTask({
      title: 'Runs',
      durationMin: 45,
      runningSince: instantOf('2027-05-03T10:00', TZ),
    });
    const own = aTask({ title: 'Own', reminders: ['2027-05-03T08:00'] });
    const blocks = [running, own].map((task) => block(task, '2027-05-03T11:00', '2027-05-03T12:00'));
    expect(due({ tasks: [running, own], blocks })).toEqual([
      ['2027-05-03T08:00', 'Own', 'Reminder'],
      ['2027-05-03T10:45', 'Runs', 'Takes longer than planned (45 min)'],
    ]);
  });

  it('keeps the instant of what is meant in another zone', () => {
    const abroad = aTask({
      title: 'Call',
      start: '2027-05-03T09:00',
      tz: 'America/New_York',
      reminders: [0],
    });
    expect(due({ tasks: [abroad] })).toEqual([['2027-05-03T15:00', 'Call', 'Starts at 15:00, Mon 3 May']]);
  });
});

function anEvent(title: string, start: string, end: string): ReminderSource['events'][number] {
  return {
    id: `event-${title}` as ReminderSource['events'][number]['id'],
    title,
    start,
    end,
    tz: TZ,
    allDay: false,
    blocks: true,
    travelBeforeMin: 0,
    travelAfterMin: 0,
    createdAt: 0,
    updatedAt: 0,
  };
}
