import { DaymarkError } from '../../../core/errors.ts';
import { anImportedTask, type ImportedTask, type Reader, type ReadingContext } from '../types.ts';
import { readCsv } from '../csv.ts';
import { dayAndStart, durationOf, instantOfValue, localMomentOf, Losses, minutesOf } from '../values.ts';

/** Any table with a header: columns are found by their names, or named by the person. */

const COLUMNS = {
  title: [
    'title',
    'task',
    'name',
    'task name',
    'subject',
    'summary',
    'content',
    'description',
    'todo',
    'titel',
    'aufgabe',
    'betreff',
  ],
  notes: [
    'notes',
    'note',
    'description',
    'details',
    'comment',
    'comments',
    'body',
    'notizen',
    'beschreibung',
  ],
  project: ['project', 'list', 'list name', 'category', 'folder', 'section/column', 'projekt', 'liste'],
  tags: ['tags', 'labels', 'label', 'tag', 'categories', 'schlagwörter'],
  people: ['people', 'assignee', 'person', 'assigned to'],
  priority: ['priority', 'prio', 'importance', 'priorität'],
  status: ['status', 'state', 'done', 'completed', 'complete', 'is completed', 'finished', 'erledigt'],
  date: ['date', 'day', 'scheduled', 'start', 'start date', 'do date', 'datum', 'beginn'],
  deadline: ['deadline', 'due', 'due date', 'fällig', 'fälligkeitsdatum'],
  duration: ['duration', 'estimate', 'minutes', 'estimated time', 'estimate (min)', 'dauer'],
  actual: ['actual', 'actual minutes', 'time spent', 'spent', 'tracked'],
  rrule: ['rrule', 'repeat', 'recurrence'],
  created: ['created', 'created at', 'created time', 'creation date', 'date created', 'erstellt'],
  completedAt: [
    'completed at',
    'completed time',
    'completion date',
    'date completed',
    'finished at',
    'done at',
    'completed date',
  ],
  id: ['id', 'uuid', 'task id', 'key'],
} as const;
type Column = keyof typeof COLUMNS;

export const tableColumns = Object.keys(COLUMNS) as readonly Column[];

const DONE = /^(?:x|yes|y|true|1|done|completed?|finished|closed|ja|erledigt|✓|✔|100\s*%?)$/i;
const DROPPED = /^(?:dropped|cancell?ed|won['’]?t do|abandoned|rejected)$/i;

export const readTable: Reader = function* (text, context) {
  const [header = [], ...rows] = readCsv(text);
  const columns = columnsOf(header, context.columns);
  if (columns.title === undefined)
    throw new DaymarkError('invalidInput', {
      reason: `no column is a title; there are ${header.slice(0, 20).join(', ') || 'none'}`,
    });
  const losses = new Losses();
  for (const [index, name] of header.entries())
    if (!Object.values(columns).includes(index) && name.trim() !== '')
      losses.add(`column “${name.trim().slice(0, 60)}”`, 'it has no place here');
  const seen = new Map<string, number>();
  const tasks: ImportedTask[] = [];
  for (const row of rows) {
    yield;
    const cell = (column: Column): string => {
      const at = columns[column];
      return at === undefined ? '' : unguarded((row[at] ?? '').trim());
    };
    if (cell('title') === '') {
      if (row.some((one) => one.trim() !== '')) losses.add('a row without a title', 'it has no title');
      continue;
    }
    const task = taskOf(cell, context, losses);
    const nth = (seen.get(task.key) ?? 0) + 1;
    seen.set(task.key, nth);
    tasks.push(nth > 1 ? { ...task, key: `${task.key} ${nth}` } : task);
  }
  return { tasks, events: [], skipped: losses.list() };
};

/** What an export of ours wrote before a formula, so that no spreadsheet runs it. */
function unguarded(text: string): string {
  return /^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}

function columnsOf(
  header: readonly string[],
  given: Readonly<Record<string, string>>,
): Partial<Record<Column, number>> {
  const names = header.map((name) =>
    name
      .replace(/^\uFEFF/, '')
      .trim()
      .toLowerCase(),
  );
  const found: Partial<Record<Column, number>> = {};
  for (const [column, name] of Object.entries(given)) {
    if (!(column in COLUMNS))
      throw new DaymarkError('invalidInput', {
        reason: `no column is called ${column}; there are ${tableColumns.join(', ')}`,
      });
    const at = names.indexOf(name.trim().toLowerCase());
    if (at < 0) throw new DaymarkError('invalidInput', { reason: `the file has no column “${name}”` });
    found[column as Column] = at;
  }
  for (const column of tableColumns) {
    if (found[column] !== undefined) continue;
    const taken = new Set(Object.values(found));
    const at = (COLUMNS[column] as readonly string[])
      .map((name) => names.indexOf(name))
      .find((index) => index >= 0 && !taken.has(index));
    if (at !== undefined) found[column] = at;
  }
  return found;
}

function taskOf(cell: (column: Column) => string, context: ReadingContext, losses: Losses): ImportedTask {
  const { tz } = context;
  const moment = (column: Column): string | null => {
    const text = cell(column);
    if (text === '') return null;
    const local = localMomentOf(asIso(text, context.dayFirst), tz);
    if (local === null) losses.add(`${column} “${text.slice(0, 40)}”`, 'it is no date');
    return local;
  };
  const title = cell('title');
  const day = cell('date');
  const local = day === '' ? null : localMomentOf(asIso(day, context.dayFirst), tz);
  const status = cell('status');
  const completedAt = instantOfValue(asIso(cell('completedAt'), context.dayFirst), tz);
  const done = DONE.test(status) || (completedAt !== null && !DROPPED.test(status));
  const rrule = cell('rrule').replace(/^RRULE:/i, '');
  const isRule = /^FREQ=/i.test(rrule);
  return anImportedTask(cell('id') || `${title} ${day} ${cell('deadline')} ${cell('project')}`, title, {
    notes: cell('notes'),
    project: cell('project') || null,
    tags: listed(cell('tags')),
    people: listed(cell('people')),
    priority: priorityOf(cell('priority')),
    status: done ? 'done' : DROPPED.test(status) ? 'dropped' : 'open',
    ...dayAndStart(local),
    when: local === null && day !== '' ? day : rrule !== '' && !isRule ? rrule : null,
    deadline: moment('deadline'),
    durationMin: durationOf(cell('duration')),
    actualMin: minutesOf(durationOf(cell('actual'))),
    rrule: isRule ? rrule : null,
    recurFrom: isRule ? 'schedule' : null,
    createdAt: instantOfValue(asIso(cell('created'), context.dayFirst), tz),
    completedAt,
  });
}

function listed(text: string): string[] {
  return text
    .split(/[,;|]/)
    .map((one) => one.trim().replace(/^[#@]/, ''))
    .filter(Boolean);
}

function priorityOf(text: string): 1 | 2 | 3 | 4 {
  const found = /^p?([1-4])$/i.exec(text);
  if (found) return Number(found[1]) as 1 | 2 | 3 | 4;
  if (/^(?:urgent|highest|high|hoch|critical|h|a)$/i.test(text)) return 1;
  if (/^(?:medium|mittel|normal|m|b)$/i.test(text)) return 2;
  return /^(?:low|lowest|niedrig|l|c)$/i.test(text) ? 3 : 4;
}

const NUMERIC = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:[ ,T]+(\d{1,2}):(\d{2}))?/;

/** `03.05.2027`, `5/3/2027 14:30` and `2027-05-03 14:30` as ISO writes them. */
export function asIso(text: string, dayFirst: boolean): string {
  const found = NUMERIC.exec(text);
  if (!found) return text.replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, '$1T');
  const [, one = '', separator = '', other = '', year = '', hour, minute] = found;
  const isDayFirst = separator === '.' || Number(one) > 12 || (dayFirst && Number(other) <= 12);
  const [day, month] = isDayFirst ? [one, other] : [other, one];
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return hour === undefined ? date : `${date}T${hour.padStart(2, '0')}:${minute}`;
}
