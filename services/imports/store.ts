import { v5 as uuidV5 } from 'uuid';
import { newTask, type TaskRecord } from '../../core/domain/task-record.ts';
import type { ImportFormat } from '../../core/domain/exchange.ts';
import { eventId, taskId, type EventId, type ProjectId, type TaskId } from '../../core/ids.ts';
import { instantOf } from '../../core/time/zoned.ts';
import type { ServiceContext } from '../context.ts';
import type { Intent } from '../intent.ts';
import { projectNamed } from '../projects.ts';
import { checkRule, firstOccurrence, storeRule } from '../tasks/recurring.ts';
import type { ImportedEvent, ImportedTask } from './types.ts';
import type { Losses } from './values.ts';

/** Imported tasks and events as rows. Their ids follow from the file, so that a second import finds them again. */

const NAMESPACE = '6f0a4f4e-6d2c-5d0b-9d3a-6c4b6f1c7a52';
const MAX_TITLE = 1_000;
const MAX_NOTES = 100_000;
const MAX_NAME = 100;
const MAX_NAMES = 50;

export function idOfTask(format: ImportFormat, task: ImportedTask): TaskId {
  return taskId.parse(uuidV5(`${format}\n${task.project ?? ''}\n${task.key}`, NAMESPACE));
}

export function idOfEvent(format: ImportFormat, event: Pick<ImportedEvent, 'key'>): EventId {
  return eventId.parse(uuidV5(`${format} event\n${event.key}`, NAMESPACE));
}

/** Stores the tasks of one import; remembers its projects and which task is which. */
export class TaskStore {
  readonly #ctx: ServiceContext;
  readonly #format: ImportFormat;
  readonly #losses: Losses;
  readonly #projects = new Map<string, ProjectId | null>();

  constructor(ctx: ServiceContext, format: ImportFormat, losses: Losses) {
    this.#ctx = ctx;
    this.#format = format;
    this.#losses = losses;
  }

  /** Inside a write. */
  store(task: ImportedTask, intent: Intent): TaskId {
    const { db } = this.#ctx;
    const record = this.#record(task, intent);
    const stored = { ...record, recurrenceId: storeRule(this.#ctx, intent, record, null) };
    db.tasks.insert(stored);
    for (const { start, end } of task.tracked) {
      const id = uuidV5(`${record.id} ${start}`, NAMESPACE);
      db.timeEntries.add({ id, taskId: record.id, start, end, source: 'manual' });
    }
    return record.id;
  }

  #record(task: ImportedTask, intent: Intent): TaskRecord {
    const { requestTime } = intent;
    const at = task.createdAt ?? earlier(task.completedAt, requestTime.at);
    const made = { id: idOfTask(this.#format, task), at: Math.min(at, requestTime.at), tz: requestTime.tz };
    const open = task.status === 'open';
    const long = task.title.length > MAX_TITLE;
    const notes = long ? `${task.title}\n\n${task.notes}` : task.notes;
    if (notes.length > MAX_NOTES)
      this.#losses.add('the end of very long notes', `notes hold ${MAX_NOTES} characters`);
    const closedAt = open ? null : this.#closedAt(task, made.at, intent);
    const tracked = task.tracked.reduce((sum, { start, end }) => sum + (end - start) / 60_000, 0);
    const { date, start, rrule } = this.#rule(task, intent);
    return newTask(long ? `${task.title.slice(0, MAX_TITLE - 1)}…` : task.title, made, {
      notes: notes.slice(0, MAX_NOTES),
      status: task.status,
      projectId: task.project === null ? null : this.#project(task.project, intent),
      tags: names(task.tags),
      people: names(task.people),
      priority: task.priority,
      date,
      start,
      end: start !== null && task.end !== null && task.end > start ? task.end : null,
      deadline: task.deadline,
      earliest: task.earliest,
      durationMin: task.durationMin,
      rrule,
      recurFrom: rrule === null ? null : (task.recurFrom ?? 'schedule'),
      actualMin: task.status === 'done' ? positive(task.actualMin ?? tracked) : null,
      completedAt: task.status === 'done' ? closedAt : null,
      updatedAt: closedAt ?? requestTime.at,
    });
  }

  /** A task that was closed at an unknown time was so when it was meant to be, and never after the import. */
  #closedAt(task: ImportedTask, createdAt: number, { requestTime }: Intent): number {
    const meant = task.start ?? task.deadline ?? task.date;
    const then =
      meant === null ? createdAt : instantOf(meant.length > 10 ? meant : `${meant}T12:00`, requestTime.tz);
    return Math.min(Math.max(task.completedAt ?? then, createdAt), requestTime.at);
  }

  /** What repeats has a day; a rule that a task can't live by is named and left out. */
  #rule(task: ImportedTask, intent: Intent): Pick<ImportedTask, 'date' | 'start' | 'rrule'> {
    const { date, start, rrule, status } = task;
    if (rrule === null || status !== 'open') return { date, start, rrule: null };
    try {
      checkRule(rrule);
    } catch {
      this.#losses.add(`repetition of “${task.title.slice(0, 100)}”`, 'its rule can’t be kept');
      return { date, start, rrule: null };
    }
    if (date !== null) return { date, start, rrule };
    const first = firstOccurrence(rrule, intent.requestTime);
    return {
      date: first?.slice(0, 10) ?? null,
      start: first && first.length > 10 ? first : null,
      rrule: first && rrule,
    };
  }

  #project(name: string, intent: Intent): ProjectId | null {
    const clean = name.slice(0, 200);
    let id = this.#projects.get(clean);
    if (id === undefined) this.#projects.set(clean, (id = projectNamed(this.#ctx, intent, clean)));
    return id;
  }
}

export function storeEvent(
  ctx: ServiceContext,
  format: ImportFormat,
  event: ImportedEvent,
  intent: Intent,
): void {
  const { at, tz } = intent.requestTime;
  const { title, start, end, allDay, busy, location, series, seriesKey } = event;
  ctx.db.events.insert({
    id: idOfEvent(format, event),
    ...(location === '' ? {} : { location: location.slice(0, MAX_TITLE) }),
    ...(series ? { rrule: series.rrule, except: series.except } : {}),
    ...(seriesKey === undefined ? {} : { seriesId: idOfEvent(format, { key: seriesKey }) }),
    title: title.slice(0, MAX_TITLE),
    start,
    end,
    tz: series?.tz ?? tz,
    allDay,
    blocks: busy,
    travelBeforeMin: 0,
    travelAfterMin: 0,
    createdAt: at,
    updatedAt: at,
  });
}

/** Which of the wanted dependencies can be kept: known ones, and none that would close a circle. */
export function soundDependencies(
  wanted: ReadonlyMap<TaskId, readonly TaskId[]>,
  losses: Losses,
): Map<TaskId, TaskId[]> {
  const kept = new Map<TaskId, TaskId[]>();
  for (const [id, before] of wanted)
    for (const other of before) {
      if (other === id || reaches(kept, other, id))
        losses.add('dependencies in a circle', 'neither could begin');
      else kept.set(id, [...(kept.get(id) ?? []), other]);
    }
  return kept;
}

function reaches(edges: ReadonlyMap<TaskId, readonly TaskId[]>, from: TaskId, to: TaskId): boolean {
  const seen = new Set<TaskId>();
  const next = [from];
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    if (id === to) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    next.push(...(edges.get(id) ?? []));
  }
  return false;
}

function earlier(at: number | null, now: number): number {
  return at === null ? now : Math.min(at, now);
}

function positive(minutes: number): number | null {
  return minutes > 0 && minutes <= 100_000 ? Math.round(minutes * 100) / 100 : null;
}

function names(all: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const name of all) {
    const clean = name.trim().slice(0, MAX_NAME);
    if (clean !== '' && !seen.has(clean.toLowerCase())) seen.set(clean.toLowerCase(), clean);
  }
  return [...seen.values()].slice(0, MAX_NAMES);
}
