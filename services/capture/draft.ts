import { isDeepStrictEqual } from 'node:util';
import type { Task, TaskPatch } from '../../core/domain/task.ts';
import { newTask, type TaskRecord } from '../../core/domain/task-record.ts';
import { fieldsWith, initialFields, taskFields, type TaskFieldsWith } from '../../core/domain/task-fields.ts';
import { keepTimes } from '../../core/domain/picked.ts';
import { taskId } from '../../core/ids.ts';
import type { ParsedFields } from '../../core/language.ts';
import { skippingHolidays } from '../../core/time/skip-holidays.ts';
import { instantOf } from '../../core/time/zoned.ts';
import type { TaskChange } from '../../db/index.ts';
import { holidayCountryOf, type ServiceContext, type RequestTime } from '../context.ts';
import type { Intent } from '../intent.ts';
import { placeNamed } from '../projects.ts';
import { changeOf, idsOfTitles } from '../tasks/patch.ts';
import { firstOccurrence, storeRule } from '../tasks/recurring.ts';

/** A typed line turned into the record of a task. */

/** A task that holds nothing but its text. */
export function bareRecord(ctx: ServiceContext, text: string, requestTime: RequestTime): TaskRecord {
  const made = { id: taskId.parse(ctx.ids()), at: requestTime.at, tz: requestTime.tz };
  return newTask(text, made, { rawText: text, parseState: 'pending' });
}

/** What the words set, as stored fields. A rule without a day starts with its first occurrence. */
export function changeOfWords(
  ctx: ServiceContext,
  intent: Intent,
  parsed: ParsedFields,
  requestTime: RequestTime,
): TaskChange {
  const { project, dependsOn, priority, ...asTyped } = typedFields(parsed);
  const change: TaskChange = {
    ...asTyped,
    priority: priority ?? taskFields.priority.initial,
    date: parsed.date ?? parsed.start?.slice(0, 10) ?? null,
    durationMin: parsed.durationMin ?? lengthOf(parsed.start, parsed.end, requestTime.tz),
    rrule: ruleOf(parsed),
    recurFrom: parsed.rrule ? (parsed.recurFrom ?? 'schedule') : null,
    dependsOn: idsOfTitles(ctx, dependsOn),
    parseState: 'parsed',
  };
  if (project !== null) Object.assign(change, placeNamed(ctx, intent, project));
  if (parsed.rrule && !change.date) {
    const first = firstOccurrence(ruleOf(parsed) ?? '', requestTime, holidayCountryOf(ctx));
    change.date = first?.slice(0, 10) ?? null;
    if (first && first.length > 10) change.start = first;
  }
  return change;
}

/** A reading without what is no field of a task. */
function typedFields(parsed: ParsedFields): Pick<ParsedFields, TaskFieldsWith<'typed'>> {
  const entries = fieldsWith('typed').map((name) => [name, parsed[name]]);
  return Object.fromEntries(entries) as Pick<ParsedFields, TaskFieldsWith<'typed'>>;
}

function ruleOf({ rrule, skipHolidays }: ParsedFields): string | null {
  return rrule !== null && skipHolidays === true ? skippingHolidays(rrule) : rrule;
}

function lengthOf(start: string | null, end: string | null, tz: string): number | null {
  if (!start || !end || end.length <= 10) return null;
  const minutes = (instantOf(end, tz) - instantOf(start, tz)) / 60_000;
  return minutes > 0 ? minutes : null;
}

/** The record of a new task: its text, what the words say, and above that what was picked by hand. */
export function draftRecord(
  ctx: ServiceContext,
  intent: Intent,
  text: string,
  parsed: ParsedFields | null,
  picked: TaskPatch,
): TaskRecord {
  const { requestTime } = intent;
  const words = parsed ? changeOfWords(ctx, intent, parsed, requestTime) : {};
  const record = {
    ...bareRecord(ctx, text, requestTime),
    ...words,
    ...changeOf(ctx, intent, keepTimes(picked, words), null, words.projectId),
  };
  return { ...record, recurrenceId: storeRule(ctx, intent, record, null) };
}

/** Fields that hang together, so that they are set together or not at all. */
const TOGETHER = new Set<string>(['title', 'date', 'start', 'end', 'rrule', 'recurFrom']);

/** What words set in fields that stand as in a new task, each for itself. */
function untouched(words: TaskChange, task: Task): TaskChange {
  const initial = initialFields();
  const given = Object.entries(words).filter(
    ([name, value]) =>
      name in initial &&
      name !== 'parseState' &&
      !TOGETHER.has(name) &&
      !isDeepStrictEqual(value, initial[name]) &&
      isDeepStrictEqual(task[name as keyof TaskRecord], initial[name]),
  );
  return Object.fromEntries(given);
}

/** What a late parse may still set: only fields that stand as the capture left them. */
export function lateChange(words: TaskChange, task: Task): TaskChange {
  const change: TaskChange = { parseState: 'parsed' };
  if (task.title === task.rawText && words.title) change.title = words.title;
  Object.assign(change, untouched(words, task));
  if (change.projectId === undefined) delete change.sectionId;
  if (task.date === null && task.start === null) {
    if (words.date) change.date = words.date;
    if (words.start) change.start = words.start;
    if (words.end) change.end = words.end;
  } else if (task.date !== null && task.start === null && words.start) {
    // The day was picked by hand; the hour is in the words.
    const { start, end } = keepTimes({ date: task.date }, words);
    if (start) change.start = start;
    if (end) change.end = end;
  }
  if (task.rrule === null && words.rrule) {
    change.rrule = words.rrule;
    change.recurFrom = words.recurFrom ?? 'schedule';
  }
  return change;
}
