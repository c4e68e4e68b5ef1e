import { DaymarkError } from '../../core/errors.ts';
import type { PublishedBlock } from '../../db/index.ts';
import { changeAll, newObject } from '../calendars/caldav/edit.ts';
import { readCalendar } from '../calendars/ics/calendar.ts';
import { instantOf } from '../calendars/ics/series.ts';
import { UnreadableError } from '../calendars/ics/values.ts';

/** A block of the plan as a calendar object, and what was made of it since. */

const ENDING = '@plan.daymark';

/** Names a block, and the publication that put it there. */
export function uidOf(publication: string, taskId: string, part: number): string {
  return `${taskId}.${part}.${publication}${ENDING}`;
}

/** The task that a published block is of; null for an event of anyone else. */
export function taskOfUid(uid: string): string | null {
  return uid.endsWith(ENDING) ? (uid.split('.', 1)[0] ?? null) : null;
}

/** Whether an event was put there by this publication. */
export function isOf(publication: string, uid: string): boolean {
  return uid.endsWith(`.${publication}${ENDING}`);
}

/** When an event takes place, epoch ms; null for one that has become a whole day or a series. */
export function timesOf(text: string): { start: number; end: number } | null {
  const entries = readCalendar(text, '', 'UTC')?.series.flat() ?? [];
  const [entry] = entries;
  if (!entry || entries.length > 1 || entry.allDay || entry.rules.length + entry.dates.length > 0)
    return null;
  const start = instantOf(entry.start) * 1_000;
  return { start, end: instantOf({ ...entry.start, wall: entry.start.wall + entry.length }) * 1_000 };
}

/** The event of a block: anew, or as the change of what is there, so that reminders and notes made there stay. */
export function textOf(block: PublishedBlock, before: string | undefined, now: number): string {
  const { uid, title, start, end } = block;
  const times = { start: start / 1_000, end: end / 1_000, allDay: false };
  const there = before === undefined ? null : timesOf(before);
  if (before !== undefined && there !== null) {
    const at = there.start / 1_000;
    try {
      return changeAll(before, { original: at, start: at }, { title, times }, 'UTC', now);
    } catch (error) {
      // What can't be changed is replaced: one event that is broken must not keep the others from their places.
      if (!(error instanceof DaymarkError) && !(error instanceof UnreadableError)) throw error;
    }
  }
  return newObject(uid, { title, busy: true, times }, 'UTC', now);
}
