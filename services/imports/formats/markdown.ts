import { anImportedTask, type ImportedTask, type Reader } from '../types.ts';
import { dayAndStart, instantOfValue, joined, localMomentOf, Losses } from '../values.ts';

/**
 * Markdown check lists, with the signs of Obsidian Tasks (publish.obsidian.md/tasks, "Tasks Emoji Format") and its
 * Dataview fields. A heading is the project of what stands below it.
 */

const BOX = /^(\s*)(?:[-*+]|\d{1,4}[.)])\s+\[(.)\]\s+(.*)$/u;
const HEADING = /^#{1,6}\s+(.*?)\s*#*$/;
const INDENT = 2;

interface Reading {
  task: ImportedTask;
  indent: number;
  below: string[];
}

export const readMarkdown: Reader = function* (text, { tz }) {
  const losses = new Losses();
  const readings: Reading[] = [];
  const seen = new Map<string, number>();
  let project: string | null = null;
  let last: Reading | null = null;
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    yield;
    const heading = HEADING.exec(line);
    if (heading) {
      project = heading[1]!.trim().slice(0, 200) || null;
      last = null;
      continue;
    }
    const box = BOX.exec(line);
    const indent = (/^\s*/.exec(line)?.[0] ?? '').replaceAll('\t', '    ').length;
    if (last && line.trim() !== '' && indent >= last.indent + INDENT) {
      last.below.push(line.trim());
      continue;
    }
    if (!box) {
      if (line.trim() !== '') last = null;
      continue;
    }
    const task = taskOf(box[2]!, box[3]!, tz, losses);
    if (!task) continue;
    const nth = (seen.get(task.key) ?? 0) + 1;
    seen.set(task.key, nth);
    if (nth > 1) task.key += ` ${nth}`;
    task.project = project;
    last = { task, indent, below: [] };
    readings.push(last);
  }
  const tasks = readings.map(({ task, below }) => ({ ...task, notes: joined(task.notes, below.join('\n')) }));
  return { tasks, events: [], skipped: losses.list() };
};

const DAY = String.raw`\s*(\d{4}-\d{2}-\d{2})`;
const DATES = {
  due: new RegExp(`(?:[📅📆🗓]\\uFE0F?${DAY}|[[(]due::${DAY}\\s*[\\])])`, 'u'),
  scheduled: new RegExp(`(?:[⏳⌛]\\uFE0F?${DAY}|[[(]scheduled::${DAY}\\s*[\\])])`, 'u'),
  start: new RegExp(`(?:🛫\\uFE0F?${DAY}|[[(]start::${DAY}\\s*[\\])])`, 'u'),
  done: new RegExp(`(?:✅\\uFE0F?${DAY}|[[(]completion::${DAY}\\s*[\\])])`, 'u'),
  created: new RegExp(`(?:➕\\uFE0F?${DAY}|[[(]created::${DAY}\\s*[\\])])`, 'u'),
  cancelled: new RegExp(`(?:❌\\uFE0F?${DAY}|[[(]cancelled::${DAY}\\s*[\\])])`, 'u'),
} as const;
const REPEAT = /(?:🔁\uFE0F?\s*([^📅📆🗓⏳⌛🛫✅➕❌🔺⏫🔼🔽⏬⛔🆔🏁#^]+)|[[(]repeat::\s*([^\])]+)[\])])/u;
const ID = /(?:🆔\s*([\w-]+)|[[(]id::\s*([\w-]+)\s*[\])])/u;
const AFTER =
  /(?:⛔\uFE0F?\s*([\w-]+(?:\s*,\s*[\w-]+)*)|[[(]dependsOn::\s*([\w-]+(?:\s*,\s*[\w-]+)*)\s*[\])])/u;
const ON_END = /🏁\s*\w+|[[(]onCompletion::[^\])]*[\])]/u;
const PRIORITIES: [RegExp, 1 | 2 | 3 | 4][] = [
  [/🔺|[[(]priority::\s*highest\s*[\])]/u, 1],
  [/⏫|[[(]priority::\s*high\s*[\])]/u, 1],
  [/🔼|[[(]priority::\s*medium\s*[\])]/u, 2],
  [/🔽|[[(]priority::\s*low\s*[\])]/u, 3],
  [/⏬\uFE0F?|[[(]priority::\s*lowest\s*[\])]/u, 3],
];
const TAG = /(?:^|\s)#([\p{L}\p{N}_/-]*[\p{L}_/-][\p{L}\p{N}_/-]*)/gu;

/** Takes signs out of the line as it reads them. */
class Line {
  text: string;

  constructor(text: string) {
    this.text = text;
  }

  take(pattern: RegExp): string | null {
    const found = pattern.exec(this.text);
    if (!found) return null;
    this.text = this.text.replace(found[0], ' ');
    return (found.slice(1).find((part) => part !== undefined) ?? found[0]).trim();
  }
}

function taskOf(box: string, text: string, tz: string, losses: Losses): ImportedTask | null {
  const line = new Line(text);
  const day = Object.fromEntries(
    Object.entries(DATES).map(([name, pattern]) => [name, localMomentOf(line.take(pattern), tz)]),
  ) as Record<keyof typeof DATES, string | null>;
  const repeat = line.take(REPEAT);
  const id = line.take(ID);
  const after =
    line
      .take(AFTER)
      ?.split(',')
      .map((key) => key.trim()) ?? [];
  if (line.take(ON_END)) losses.add('actions on completion', 'they have no place here');
  const priority = PRIORITIES.find(([pattern]) => line.take(pattern) !== null)?.[1] ?? 4;
  const tags = [...line.text.matchAll(TAG)].map((found) => found[1]!).filter((tag) => tag !== 'task');
  const title = line.text
    .replace(TAG, ' ')
    .replace(/\s\^[\w-]+\s*$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (title === '') {
    losses.add('a line without words', 'it has no title');
    return null;
  }
  const done = box === 'x' || box === 'X' || day.done !== null;
  const dropped = box === '-' || day.cancelled !== null;
  return anImportedTask(id ?? `${title} ${day.created ?? ''} ${day.due ?? ''}`, title, {
    tags,
    priority,
    status: done ? 'done' : dropped ? 'dropped' : 'open',
    ...dayAndStart(day.scheduled),
    deadline: day.due,
    earliest: day.start,
    when: repeat && !done && !dropped ? repeat.replace(/\s*when done$/i, ' from completion') : null,
    recurFrom: repeat && /when done$/i.test(repeat) ? 'completion' : null,
    after,
    createdAt: instantOfValue(day.created, tz),
    completedAt: instantOfValue(day.done ?? day.cancelled, tz),
  });
}
