import type { CalendarEvent } from '../../core/domain/calendar.ts';
import { newTask, type TaskRecord } from '../../core/domain/task-record.ts';
import { eventId, taskId } from '../../core/ids.ts';
import type { Random } from '../../core/random.ts';
import { addDays, daysBetween, instantOf, weekdayOf } from '../../core/time/zoned.ts';
import type { TimeEntry } from '../../db/index.ts';
import { kinds, meetings, people, topics, type TaskKind } from './content.ts';
import { openTasks, type OpenTask } from './open-tasks.ts';

/** The demo's three months, made up day by day: pure, and the same for the same seed. */

export const DEMO_DAYS = 90;
const AHEAD_DAYS = 21;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export interface DemoTask {
  /** Its project and what it waits for are looked up by name when it is stored. */
  record: TaskRecord;
  project: string | null;
  after: string | null;
  entries: TimeEntry[];
  /** Days on which it was put off. */
  deferredAt: number[];
}

export interface DemoOptions {
  /** Epoch ms, UTC. */
  now: number;
  tz: string;
  /** The local day of `now`. */
  today: string;
  random: Random;
}

/** A uuidv7 of that moment, so that ids sort as the tasks were made. */
export function idAt(at: number, random: Random): string {
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
  const time = at.toString(16).padStart(12, '0');
  const variant = (8 + Math.floor(random() * 4)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${variant}${hex(3)}-${hex(12)}`;
}

/** Meetings of the months behind and the weeks ahead. */
export function demoEvents(options: DemoOptions): CalendarEvent[] {
  const first = addDays(options.today, -DEMO_DAYS);
  const events: CalendarEvent[] = [];
  for (let day = 0; day < DEMO_DAYS + AHEAD_DAYS; day += 1) {
    const date = addDays(first, day);
    for (const meeting of meetings) {
      if (!meeting.days.includes(weekdayOf(date))) continue;
      if (meeting.everyWeeks && weekNumber(date) % meeting.everyWeeks !== 0) continue;
      events.push(eventOn(date, meeting, options));
    }
    if (weekdayOf(date) <= 5 && options.random() < 0.12) {
      const hour = 10 + Math.floor(options.random() * 6);
      const title = `Call with ${pick(people, options.random)}`;
      events.push(eventOn(date, { title, start: `${hour}:30`, end: `${hour + 1}:00` }, options));
    }
  }
  return events;
}

function weekNumber(date: string): number {
  return Math.floor(daysBetween('2024-01-01', date) / 7);
}

function eventOn(
  date: string,
  what: { title: string; start: string; end: string },
  options: DemoOptions,
): CalendarEvent {
  const start = `${date}T${what.start}`;
  const madeAt = Math.min(options.now, instantOf(start, options.tz)) - 7 * DAY;
  return {
    id: eventId.parse(idAt(madeAt, options.random)),
    title: what.title,
    start,
    end: `${date}T${what.end}`,
    tz: options.tz,
    allDay: false,
    blocks: true,
    travelBeforeMin: 0,
    travelAfterMin: 0,
    createdAt: madeAt,
    updatedAt: madeAt,
  };
}

/** What was finished (and now and then dropped) in the months behind, with the time it took, laid around the meetings. */
export function demoHistory(options: DemoOptions, events: readonly CalendarEvent[]): DemoTask[] {
  const first = addDays(options.today, -DEMO_DAYS);
  const done: DemoTask[] = [];
  for (let day = 0; day <= DEMO_DAYS; day += 1) {
    const date = addDays(first, day);
    const busy = events.filter((event) => event.start.startsWith(date));
    const weekend = weekdayOf(date) > 5;
    // A week away in the second month.
    if (day >= 38 && day < 45) continue;
    if (!weekend) workThrough(done, options, { date, from: '09:00', to: '17:30', busy, evening: false });
    workThrough(done, options, {
      date,
      from: weekend ? '10:30' : '18:30',
      to: weekend ? '13:00' : '20:15',
      busy: [],
      evening: true,
    });
  }
  return done;
}

interface Stretch {
  date: string;
  from: string;
  to: string;
  busy: readonly CalendarEvent[];
  evening: boolean;
}

function workThrough(done: DemoTask[], options: DemoOptions, stretch: Stretch): void {
  const { random, tz } = options;
  const at = (time: string): number => instantOf(`${stretch.date}T${time}`, tz);
  const end = Math.min(at(stretch.to), options.now);
  let cursor = at(stretch.from) + Math.floor(random() * 20) * MINUTE;
  while (cursor < end) {
    const kind = pickKind(
      random,
      stretch.evening,
      (cursor - at(stretch.from)) / Math.max(1, end - at(stretch.from)),
    );
    const minutes = Math.max(5, Math.round(kind.minutes * Math.exp(normal(random) * 0.35)));
    const entries = layOut(cursor, minutes, end, stretch.busy, options);
    const last = entries.at(-1);
    if (!last) return;
    done.push(finishedTask(kind, entries, options));
    const rest = stretch.evening ? 20 + random() * 40 : 5 + random() * 35;
    cursor = last[1] + Math.round(rest) * MINUTE;
    if (stretch.evening && random() < 0.5) return;
  }
}

/** Cuts a piece of work around the meetings of the day; empty when it doesn't fit any more. */
function layOut(
  from: number,
  minutes: number,
  end: number,
  busy: readonly CalendarEvent[],
  options: DemoOptions,
): [number, number][] {
  const spans = busy.map(
    (event) => [instantOf(event.start, options.tz), instantOf(event.end, options.tz)] as const,
  );
  spans.sort((a, b) => a[0] - b[0]);
  const parts: [number, number][] = [];
  let cursor = from;
  let left = minutes * MINUTE;
  while (left > 0) {
    const inside = spans.find(([start, stop]) => start <= cursor && cursor < stop);
    if (inside) {
      cursor = inside[1];
      continue;
    }
    const next = spans.find(([start]) => start > cursor)?.[0] ?? Infinity;
    const stop = Math.min(cursor + left, next, end);
    if (stop <= cursor) return [];
    parts.push([cursor, stop]);
    left -= stop - cursor;
    cursor = stop;
    if (cursor >= end && left > 0) return [];
  }
  return parts;
}

function finishedTask(kind: TaskKind, spans: readonly [number, number][], options: DemoOptions): DemoTask {
  const { random, tz } = options;
  const person = kind.title.includes('{person}') ? pick(people, random) : null;
  const title = kind.title.replace('{person}', person ?? '').replace('{topic}', pick(topics, random));
  const finishedAt = spans.at(-1)![1];
  const actualMin = spans.reduce((sum, [from, to]) => sum + (to - from), 0) / MINUTE;
  const deferrals = random() < 0.15 ? 1 + Math.floor(random() * 2) : 0;
  const createdAt = spans[0]![0] - Math.floor((0.2 + random() * 4 + deferrals * 2) * DAY);
  const id = taskId.parse(idAt(createdAt, random));
  // This person thinks things take less time than they do.
  const guessed =
    random() < 0.45 ? Math.max(5, Math.round((actualMin * (0.6 + random() * 0.5)) / 5) * 5) : null;
  const raw = `${title}${guessed ? ` ${guessed}m` : ''}${kind.project ? ` #${kind.project}` : ''}`;
  const record = {
    ...newTask(title, { id, at: createdAt, tz }, { rawText: raw }),
    tags: kind.tags,
    people: person ? [person] : [],
    energy: kind.energy ?? null,
    durationMin: guessed,
    priority: (random() < 0.12 ? 1 : random() < 0.3 ? 2 : 4) as 1 | 2 | 4,
    status: 'done' as const,
    deferrals,
    actualMin,
    completedAt: finishedAt,
    updatedAt: finishedAt,
  };
  const entries = spans.map(([start, end]): TimeEntry => ({
    id: idAt(start, random),
    taskId: id,
    start,
    end,
    source: 'timer',
  }));
  const step = (finishedAt - createdAt) / (deferrals + 1);
  return {
    record,
    project: kind.project,
    after: null,
    entries,
    deferredAt: Array.from({ length: deferrals }, (_unused, index) =>
      Math.round(createdAt + step * (index + 0.5)),
    ),
  };
}

/** What is still to do. */
export function demoOpen(options: DemoOptions): DemoTask[] {
  return openTasks.map((task, index) => openTask(task, index, options));
}

function openTask(task: OpenTask, index: number, options: DemoOptions): DemoTask {
  const { random, tz, today, now } = options;
  const createdAt = now - Math.round((task.age ?? 0.2 + random() * 5) * DAY) - index * MINUTE;
  const id = taskId.parse(idAt(createdAt, random));
  const day = (offset: number | undefined): string | null =>
    offset === undefined ? null : addDays(today, offset);
  const date = task.rrule ? nextFor(task, today) : day(task.date);
  const raw = task.raw.replace(/\{\+(\d+)\}/, (_whole, days: string) => addDays(today, Number(days)));
  const deferrals = task.deferrals ?? 0;
  return {
    record: {
      ...newTask(task.title, { id, at: createdAt, tz }, { rawText: raw }),
      notes: task.notes ?? '',
      tags: task.tags ?? [],
      people: task.people ?? [],
      priority: task.priority ?? 4,
      energy: task.energy ?? null,
      date,
      start: task.time && date ? `${date}T${task.time}` : null,
      deadline: day(task.deadline),
      durationMin: task.minutes ?? null,
      rrule: task.rrule ?? null,
      recurFrom: task.rrule ? 'schedule' : null,
      deferrals,
    },
    project: task.project ?? null,
    after: task.after ?? null,
    entries: [],
    deferredAt: Array.from(
      { length: deferrals },
      (_unused, n) => createdAt + Math.round(((now - createdAt) * (n + 1)) / (deferrals + 2)),
    ),
  };
}

/** The next day a weekly or monthly rule of the demo falls on, today included. */
function nextFor(task: OpenTask, today: string): string {
  const names = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
  const days = /BYDAY=([A-Z,]+)/.exec(task.rrule ?? '')?.[1]?.split(',');
  const monthDay = /BYMONTHDAY=(\d+)/.exec(task.rrule ?? '')?.[1];
  for (let offset = 0; offset < 40; offset += 1) {
    const date = addDays(today, offset);
    if (days?.includes(names[weekdayOf(date) - 1]!)) return date;
    if (monthDay && Number(date.slice(8)) === Number(monthDay)) return date;
  }
  return addDays(today, task.date ?? 0);
}

function pick<T>(from: readonly T[], random: Random): T {
  return from[Math.floor(random() * from.length)]!;
}

/** Hard things in the morning, easy ones late: the pattern the learner is to find. */
function pickKind(random: Random, evening: boolean, partOfDay: number): TaskKind {
  const fits = kinds.filter((kind) => (kind.evening ?? false) === evening);
  const weightOf = (kind: TaskKind): number => {
    if (evening) return kind.weight;
    const lean =
      kind.energy === 'high' ? 1.8 - 1.5 * partOfDay : kind.energy === 'low' ? 0.4 + 1.2 * partOfDay : 1;
    return kind.weight * Math.max(0.1, lean);
  };
  const total = fits.reduce((sum, kind) => sum + weightOf(kind), 0);
  let left = random() * total;
  for (const kind of fits) {
    left -= weightOf(kind);
    if (left <= 0) return kind;
  }
  return fits.at(-1)!;
}

/** Standard normal by Box and Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
