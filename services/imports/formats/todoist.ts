import { anImportedTask, type ImportedTask, type Reader } from '../types.ts';
import { readCsv, recordsOf } from '../csv.ts';
import {
  dayAndStart,
  fieldsOf,
  instantOfValue,
  joined,
  listOf,
  localMomentOf,
  Losses,
  minutesOf,
  numberOf,
  readJson,
  SUBTASK,
  textOf,
  textsOf,
  type Fields,
} from '../values.ts';

/**
 * Todoist. CSV: the template of one project (todoist.com/help, "Format a CSV file to import"), 1 being the highest
 * priority. JSON: a backup in the words of its sync API (developer.todoist.com), 4 being the highest.
 */

export const readTodoistCsv: Reader = function* (text, context) {
  const records = recordsOf(readCsv(text), ['type', 'content']) ?? [];
  const losses = new Losses();
  const tasks: ImportedTask[] = [];
  const project =
    context.fileName
      .replace(/\.csv$/i, '')
      .replace(/\s*\[\d+\]$/, '')
      .trim() || null;
  let section: string | null = null;
  for (const row of records) {
    yield;
    const type = row['type']?.toLowerCase();
    const content = row['content'] ?? '';
    if (type === 'section') section = content || null;
    else if (type === 'note') {
      const last = tasks.at(-1);
      if (last && content !== '')
        last.notes = joined(last.notes, content.replace(/\s*\[\[file .*\]\]$/s, ''));
      if (/\[\[file /.test(content)) losses.add('attached files', 'files aren’t kept');
    } else if (type === 'task') {
      const task = taskOfRow(row, tasks.length, context.tz);
      if (!task) {
        losses.add('a task without a title', 'it has no title');
        continue;
      }
      if (Number(row['indent']) > 1) losses.add('sub-tasks', SUBTASK);
      if (row['responsible']) losses.add('assigned people', 'tasks have one owner');
      if (section !== null) task.tags = [...task.tags, section];
      tasks.push({ ...task, project });
    }
  }
  if (tasks.some((task) => task.tags.length > 0) && section !== null)
    losses.add('sections', 'they became tags');
  return { tasks, events: [], skipped: losses.list() };
};

const LABEL = /(?:^|\s)@([^\s@]+)/gu;

function taskOfRow(row: Record<string, string>, index: number, tz: string): ImportedTask | null {
  const content = row['content'] ?? '';
  const tags = [...content.matchAll(LABEL)].map((found) => found[1]!);
  const title = content.replace(LABEL, '').trim();
  if (title === '') return null;
  const priority = numberOf(row['priority']);
  const when = row['date'] ?? '';
  const local = localMomentOf(when.replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, '$1T'), tz);
  const amount = numberOf(row['duration']);
  return anImportedTask(`${index} ${title}`, title, {
    notes: row['description'] ?? '',
    tags,
    priority: priority !== null && priority >= 1 && priority <= 4 ? (priority as 1 | 2 | 3 | 4) : 4,
    ...dayAndStart(local),
    when: local === null && when !== '' ? when : null,
    deadline: localMomentOf(row['deadline'], tz),
    durationMin: minutesOf(amount === null || row['duration_unit'] === 'day' ? null : amount),
  });
}

export const readTodoistJson: Reader = function* (text, context) {
  const root = readJson(text);
  // The newer API answers with the bare list of tasks.
  const data = Array.isArray(root) ? { items: root } : fieldsOf(root);
  const losses = new Losses();
  const named = (name: string): Map<string, string> =>
    new Map(
      listOf(data[name])
        .map(fieldsOf)
        .map((one) => [textOf(one['id']), textOf(one['name'])]),
    );
  const projects = named('projects');
  const sections = named('sections');
  const notes = new Map<string, string[]>();
  for (const note of listOf(data['notes']).map(fieldsOf)) {
    const id = textOf(note['item_id']);
    notes.set(id, [...(notes.get(id) ?? []), textOf(note['content'])]);
  }
  const items = [...listOf(data['items']), ...listOf(data['completed_items']), ...listOf(data['tasks'])];
  const tasks: ImportedTask[] = [];
  for (const item of items.map(fieldsOf)) {
    yield;
    if (item['is_deleted'] === true) continue;
    const title = textOf(item['content']);
    const id = textOf(item['id']);
    if (title === '' || id === '') {
      losses.add('a task without a title', 'it has no title');
      continue;
    }
    if (textOf(item['parent_id']) !== '') losses.add('sub-tasks', SUBTASK);
    if (textOf(item['responsible_uid']) !== '') losses.add('assigned people', 'tasks have one owner');
    const section = sections.get(textOf(item['section_id']));
    if (section) losses.add('sections', 'they became tags');
    tasks.push({
      ...itemTask(item, id, title, context.tz),
      notes: joined(textOf(item['description']), ...(notes.get(id) ?? [])),
      project: projectName(projects.get(textOf(item['project_id']))),
      tags: [...textsOf(item['labels']), ...(section ? [section] : [])],
    });
  }
  if (listOf(data['filters']).length > 0) losses.add('filters', 'they have no place here');
  if (listOf(data['reminders']).length > 0) losses.add('reminders', 'they have no place here');
  return { tasks, events: [], skipped: losses.list() };
};

function projectName(name: string | undefined): string | null {
  return name === undefined || name === '' || name === 'Inbox' ? null : name;
}

function itemTask(item: Fields, id: string, title: string, tz: string): ImportedTask {
  const due = fieldsOf(item['due']);
  const duration = fieldsOf(item['duration']);
  const words = textOf(due['string']);
  const repeats = due['is_recurring'] === true && words !== '';
  const completedAt = instantOfValue(item['completed_at'], tz);
  const done =
    item['checked'] === true ||
    item['checked'] === 1 ||
    item['is_completed'] === true ||
    completedAt !== null;
  const priority = numberOf(item['priority']);
  const minutes = textOf(duration['unit']) === 'minute' ? numberOf(duration['amount']) : null;
  return anImportedTask(id, title, {
    priority: priority !== null && priority >= 1 && priority <= 4 ? ((5 - priority) as 1 | 2 | 3 | 4) : 4,
    status: done ? 'done' : 'open',
    ...dayAndStart(localMomentOf(due['date'], tz)),
    when: repeats && !done ? words : null,
    deadline: localMomentOf(fieldsOf(item['deadline'])['date'], tz),
    durationMin: minutesOf(minutes),
    createdAt: instantOfValue(item['added_at'] ?? item['created_at'] ?? item['date_added'], tz),
    completedAt,
  });
}
