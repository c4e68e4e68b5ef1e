import { anImportedTask, type ImportedTask, type Reader } from '../types.ts';
import {
  dayAndStart,
  durationOf,
  fieldsOf,
  instantOfValue,
  joined,
  listOf,
  localMomentOf,
  Losses,
  readJson,
  textOf,
  textsOf,
  type Fields,
} from '../values.ts';

/** Taskwarrior's `task export` (taskwarrior.org/docs, RFC "JSON format"): an array, or one object a line. */

const PRIORITY: Record<string, 1 | 2 | 3> = { H: 1, M: 2, L: 3 };
const RECUR: Record<string, string> = {
  daily: 'FREQ=DAILY',
  day: 'FREQ=DAILY',
  weekdays: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
  weekly: 'FREQ=WEEKLY',
  biweekly: 'FREQ=WEEKLY;INTERVAL=2',
  fortnight: 'FREQ=WEEKLY;INTERVAL=2',
  monthly: 'FREQ=MONTHLY',
  bimonthly: 'FREQ=MONTHLY;INTERVAL=2',
  quarterly: 'FREQ=MONTHLY;INTERVAL=3',
  semiannual: 'FREQ=MONTHLY;INTERVAL=6',
  annual: 'FREQ=YEARLY',
  yearly: 'FREQ=YEARLY',
  biannual: 'FREQ=YEARLY;INTERVAL=2',
};
const UNIT: Record<string, string> = { d: 'DAILY', w: 'WEEKLY', m: 'MONTHLY', y: 'YEARLY' };

export const readTaskwarrior: Reader = function* (text, { tz }) {
  const losses = new Losses();
  const tasks: ImportedTask[] = [];
  for (const one of recordsOf(text)) {
    yield;
    const title = textOf(one['description']);
    const id = textOf(one['uuid']);
    const status = textOf(one['status']);
    if (title === '' || id === '') losses.add('a task without a description', 'it has no title');
    else if (status === 'recurring')
      losses.add(`template “${title}”`, 'its present occurrence is taken instead');
    else tasks.push(taskOf(one, id, title, status, tz, losses));
  }
  return { tasks, events: [], skipped: losses.list() };
};

function recordsOf(text: string): Fields[] {
  const plain = text.trim();
  if (plain.startsWith('[')) return listOf(readJson(plain)).map(fieldsOf);
  const lines = plain.split('\n').map((line) => line.trim().replace(/,$/, ''));
  return lines.filter((line) => line !== '').map((line) => fieldsOf(readJson(line)));
}

function taskOf(
  one: Fields,
  id: string,
  title: string,
  status: string,
  tz: string,
  losses: Losses,
): ImportedTask {
  const notes = listOf(one['annotations']).map((note) => textOf(fieldsOf(note)['description']));
  const depends = one['depends'];
  const recur = textOf(one['recur']);
  const rrule = recur === '' ? null : ruleOf(recur);
  if (recur !== '' && rrule === null) losses.add(`repetition “${recur}”`, 'it has no rule here');
  const ended = instantOfValue(one['end'], tz);
  const started = instantOfValue(one['start'], tz);
  const tracked = durationOf(textOf(one['totalactivetime'] ?? one['actual']));
  return anImportedTask(id, title, {
    notes: joined(...notes),
    project: textOf(one['project']) || null,
    tags: textsOf(one['tags']),
    priority: PRIORITY[textOf(one['priority'])] ?? 4,
    status: status === 'completed' ? 'done' : status === 'deleted' ? 'dropped' : 'open',
    ...dayAndStart(localMomentOf(one['scheduled'], tz)),
    deadline: wholeDay(localMomentOf(one['due'], tz)),
    earliest: wholeDay(localMomentOf(one['wait'], tz)),
    durationMin: durationOf(textOf(one['estimate'] ?? one['duration'])),
    rrule,
    recurFrom: rrule === null ? null : 'schedule',
    after: typeof depends === 'string' ? depends.split(',') : textsOf(depends),
    createdAt: instantOfValue(one['entry'], tz),
    completedAt: status === 'completed' || status === 'deleted' ? ended : null,
    actualMin: status === 'completed' ? (tracked ?? minutesBetween(started, ended)) : null,
  });
}

/** Midnight stands for a day without a time. */
function wholeDay(local: string | null): string | null {
  return local?.endsWith('T00:00') ? local.slice(0, 10) : local;
}

/** A task that is still started when it is done was worked on since; days mean that it was forgotten. */
function minutesBetween(started: number | null, ended: number | null): number | null {
  if (started === null || ended === null) return null;
  const minutes = (ended - started) / 60_000;
  return minutes >= 1 && minutes <= 12 * 60 ? minutes : null;
}

function ruleOf(recur: string): string | null {
  const known = RECUR[recur.toLowerCase()];
  if (known) return known;
  const found = /^(\d{1,3})\s*(d|w|m|mo|y|days?|weeks?|wks?|months?|years?|yrs?)$/i.exec(recur);
  const iso = /^P(\d{1,3})([DWMY])$/i.exec(recur);
  const [count, unit] = found ? [found[1], found[2]] : [iso?.[1], iso?.[2]];
  const name = unit && UNIT[unit[0]!.toLowerCase()];
  return name && Number(count) > 0 ? `FREQ=${name};INTERVAL=${Number(count)}` : null;
}
