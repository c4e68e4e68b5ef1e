import { skippingHolidays } from '../../core/time/skip-holidays.ts';
import type { ParsedFields } from '../../core/language.ts';
import { clockTime, fullMoment, minutes, relativeMoment, shortDay } from './format.ts';
import { habitWhenWords, timesWords } from './habit.ts';
import { recurrenceWords } from './recurrence.ts';
import { reminderWords } from './reminder.ts';

/** Fields that a small menu can change. */
export type ReadingField = 'date' | 'deadline' | 'durationMin' | 'priority' | 'project' | 'repeat';

/** What a line was understood to mean, as far as it is known. */
export type Reading = Partial<ParsedFields>;

/** One thing that was understood, in words. */
export interface ReadingPart {
  id: string;
  label: string;
  field: ReadingField | null;
  /** Name of the project that the part is about. */
  project?: string;
}

/** The rule as it would be stored. */
function ruleOf(rrule: string, { skipHolidays }: Reading): string {
  return skipHolidays ? skippingHolidays(rrule) : rrule;
}

/** What was understood, part by part, in the order in which one reads it. */
export function readingParts(fields: Reading, today: string): ReadingPart[] {
  const parts: ReadingPart[] = [];
  const add = (id: string, label: string, field: ReadingField | null = null): void => {
    parts.push({ id, label, field });
  };
  const { timesPerWeek } = fields;
  const when = timesPerWeek ? null : whenWords(fields, today);
  if (when) add('date', when, 'date');
  if (fields.durationMin) add('duration', minutes(fields.durationMin), 'durationMin');
  if (fields.deadline) add('deadline', `due ${fullMoment(fields.deadline, today)}`, 'deadline');
  if (fields.earliest) add('earliest', `not before ${fullMoment(fields.earliest, today)}`);
  if (timesPerWeek) add('recurrence', habitWords(fields, timesPerWeek), 'repeat');
  else if (fields.rrule)
    add('recurrence', recurrenceWords(ruleOf(fields.rrule, fields), fields.recurFrom ?? null));
  if (fields.priority) add('priority', `P${fields.priority}`, 'priority');
  if (fields.project) {
    parts.push({ id: 'project', label: fields.project, field: 'project', project: fields.project });
  }
  for (const tag of fields.tags ?? []) add(`tag-${tag}`, tag);
  for (const person of fields.people ?? []) add(`person-${person}`, `with ${person}`);
  if (fields.energy) add('energy', `${fields.energy} energy`);
  for (const one of fields.reminders ?? []) add(`reminder-${one}`, reminderWords(one, today));
  for (const title of fields.dependsOn ?? []) add(`after-${title}`, `after “${title}”`);
  return parts;
}

/** The same in one phrase; empty when nothing but the title was understood. */
export function readingWords(fields: Reading, today: string): string {
  return readingParts(fields, today)
    .map((part) => part.label)
    .join(', ');
}

/** "3× a week, mornings": a habit has no day of its own. */
function habitWords({ dayPart, start, end }: Reading, times: number): string {
  const time = start?.slice(11) ?? null;
  const until = end && end.length > 10 ? end.slice(11) : null;
  const phrase = dayPart ? `${dayPart}s` : habitWhenWords(time && until ? [time, until] : null, time);
  return phrase ? `${timesWords(times)}, ${phrase}` : timesWords(times);
}

function whenWords({ date, start, end }: Reading, today: string): string | null {
  if (start) {
    const sameDay = end && end.length > 10 && end.slice(0, 10) === start.slice(0, 10);
    return relativeMoment(start, today) + (sameDay ? ` – ${clockTime(end)}` : '');
  }
  if (!date) return null;
  if (end && end.slice(0, 10) !== date) {
    return `${shortDay(date, today)} – ${shortDay(end.slice(0, 10), today)}`;
  }
  return relativeMoment(date, today);
}
