import { anImportedTask, type ImportedTask, type Reader } from '../types.ts';
import { readCsv, recordsOf } from '../csv.ts';
import { dayAndStart, instantOfValue, localMomentOf, Losses, SUBTASK } from '../values.ts';

/** TickTick's backup: a CSV with a few lines about itself before the header. */

const PRIORITY: Record<string, 1 | 2 | 3> = { '5': 1, '3': 2, '1': 3 };

export const readTickTick: Reader = function* (text, { tz }) {
  const records = recordsOf(readCsv(text, ','), ['list name', 'title']) ?? [];
  const losses = new Losses();
  const tasks: ImportedTask[] = [];
  for (const [index, row] of records.entries()) {
    yield;
    const title = row['title'] ?? '';
    if (title === '') losses.add('a task without a title', 'it has no title');
    else if (row['kind'] === 'NOTE') losses.add(`note “${title}”`, 'notes without a task have no place here');
    else {
      if (row['parentid']) losses.add('sub-tasks', SUBTASK);
      if (row['reminder']) losses.add('reminders', 'they have no place here');
      if (row['folder name']) losses.add('folders', 'projects aren’t grouped here');
      tasks.push(taskOf(row, index, title, tz));
    }
  }
  return { tasks, events: [], skipped: losses.list() };
};

function taskOf(row: Record<string, string>, index: number, title: string, tz: string): ImportedTask {
  // A whole day is written as its midnight in the zone of the task, told in UTC.
  const allDay = row['is all day'] === 'true';
  const zone = row['timezone'] || tz;
  const local = (name: string): string | null => {
    const found = localMomentOf(row[name], safeZone(zone, tz));
    return allDay ? (found?.slice(0, 10) ?? null) : localMomentOf(row[name], tz);
  };
  const due = local('due date');
  const begins = local('start date');
  const completedAt = instantOfValue(row['completed time'], tz);
  const status = row['status'];
  const rrule = /^RRULE:|^FREQ=/i.test(row['repeat'] ?? '') ? row['repeat']!.replace(/^RRULE:/i, '') : null;
  const list = row['list name'] ?? '';
  const day = begins ?? due;
  const createdAt = instantOfValue(row['created time'], tz);
  return anImportedTask(row['taskid'] || `${list} ${title} ${createdAt ?? index}`, title, {
    notes: (row['content'] ?? '').replace(/^▫\s*/gm, '- [ ] ').replace(/^▪\s*/gm, '- [x] '),
    project: list === '' || list === 'Inbox' ? null : list,
    tags: (row['tags'] ?? '')
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean),
    priority: PRIORITY[row['priority'] ?? ''] ?? 4,
    status:
      status === '-1'
        ? 'dropped'
        : status === '1' || status === '2' || completedAt !== null
          ? 'done'
          : 'open',
    ...dayAndStart(day),
    deadline: begins !== null && due !== null && due !== begins ? due : null,
    rrule,
    recurFrom: rrule === null ? null : 'schedule',
    createdAt,
    completedAt,
  });
}

function safeZone(zone: string, fallback: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return fallback;
  }
}
