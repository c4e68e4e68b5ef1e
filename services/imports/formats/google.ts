import { anImportedTask, type ImportedTask, type Reader } from '../types.ts';
import {
  dayAndStart,
  fieldsOf,
  instantOfValue,
  joined,
  listOf,
  localMomentOf,
  Losses,
  readJson,
  SUBTASK,
  textOf,
  type Fields,
} from '../values.ts';

/** Google Tasks as Takeout writes them (`Tasks.json`): lists of tasks in the words of the Tasks API. */

export const readGoogle: Reader = function* (text, { tz }) {
  const losses = new Losses();
  const tasks: ImportedTask[] = [];
  for (const list of listOf(fieldsOf(readJson(text))['items']).map(fieldsOf)) {
    const name = textOf(list['title']);
    const project = /^(?:my tasks|tasks)$/i.test(name) || name === '' ? null : name;
    for (const one of listOf(list['items']).map(fieldsOf)) {
      yield;
      const title = textOf(one['title']);
      if (one['deleted'] === true) continue;
      if (title === '') losses.add('a task without a title', 'it has no title');
      else {
        if (textOf(one['parent']) !== '') losses.add('sub-tasks', SUBTASK);
        if (listOf(one['recurrence']).length > 0 || textOf(one['task_recurrence_id']) !== '')
          losses.add('repetitions', 'Google writes no rule that can be read');
        tasks.push({ ...taskOf(one, title, tz), project });
      }
    }
  }
  return { tasks, events: [], skipped: losses.list() };
};

function taskOf(one: Fields, title: string, tz: string): ImportedTask {
  const done = textOf(one['status']) === 'completed';
  const scheduled = listOf(one['scheduled_time'])
    .map(fieldsOf)
    .find((time) => time['current'] === true);
  const timed = scheduled && textOf(scheduled['start']);
  // A due day is told as midnight in UTC, whatever the zone.
  const due = textOf(one['due']).slice(0, 10);
  const links = listOf(one['links']).map((link) => textOf(fieldsOf(link)['link']));
  return anImportedTask(textOf(one['id']) || title, title, {
    notes: joined(textOf(one['notes']), ...links),
    status: done ? 'done' : 'open',
    ...dayAndStart(
      localMomentOf(timed && !timed.includes('T00:00:00') ? timed : due || timed?.slice(0, 10), tz),
    ),
    createdAt: instantOfValue(one['created'] ?? one['updated'], tz),
    completedAt: done ? instantOfValue(one['completed'] ?? one['updated'], tz) : null,
  });
}
