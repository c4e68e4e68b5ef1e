import { MINUTE_MS } from '../../../core/time/units.ts';
import { anImportedTask, type ImportedTask, type Reader } from '../types.ts';
import {
  dayAndStart,
  fieldsOf,
  instantOfValue,
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
import { localOf } from '../../../core/time/zoned.ts';

/**
 * Super Productivity's complete backup: entities by id, with the time spent on each day. Finished tasks lie in archives
 * of their own, which later versions have two of.
 */

const NINE = 'T09:00:00';

export const readSuperProductivity: Reader = function* (text, { tz }) {
  const root = fieldsOf(readJson(text));
  const data = 'data' in root ? fieldsOf(root['data']) : root;
  const losses = new Losses();
  const names = (part: string): Map<string, string> =>
    new Map(entitiesOf(data[part]).map((one) => [textOf(one['id']), textOf(one['title'])]));
  const projects = names('project');
  const tags = names('tag');
  const archives = [
    data['taskArchive'],
    fieldsOf(data['archiveYoung'])['task'],
    fieldsOf(data['archiveOld'])['task'],
  ];
  const all = [data['task'], ...archives].flatMap(entitiesOf);
  const tasks: ImportedTask[] = [];
  for (const one of all) {
    yield;
    const title = textOf(one['title']);
    const id = textOf(one['id']);
    if (title === '' || id === '') {
      losses.add('a task without a title', 'it has no title');
      continue;
    }
    if (textOf(one['parentId']) !== '') losses.add('sub-tasks', SUBTASK);
    if (textOf(one['repeatCfgId']) !== '')
      losses.add('repeating tasks', 'only the present occurrence is taken');
    const project = projects.get(textOf(one['projectId']));
    tasks.push({
      ...taskOf(one, id, title, tz),
      project: project === undefined || project === '' || /^inbox$/i.test(project) ? null : project,
      tags: textsOf(one['tagIds'])
        .flatMap((tag) => (tag === 'TODAY' ? [] : (tags.get(tag) ?? [])))
        .filter(Boolean),
    });
  }
  if (entitiesOf(data['note']).length > 0) losses.add('notes of projects', 'they have no place here');
  return { tasks, events: [], skipped: losses.list() };
};

function entitiesOf(part: unknown): Fields[] {
  return Object.values(fieldsOf(fieldsOf(part)['entities'])).map(fieldsOf);
}

function taskOf(one: Fields, id: string, title: string, tz: string): ImportedTask {
  const done = one['isDone'] === true;
  const withTime = instantOfValue(one['dueWithTime'] ?? one['plannedAt'], tz);
  const day = localMomentOf(one['dueDay'] ?? one['plannedForDay'], tz);
  const spent = numberOf(one['timeSpent']);
  const estimate = numberOf(one['timeEstimate']);
  return anImportedTask(id, title, {
    notes: textOf(one['notes']),
    status: done ? 'done' : 'open',
    ...dayAndStart(withTime === null ? day : localOf(withTime, tz)),
    durationMin: minutesOf(estimate === null ? null : estimate / MINUTE_MS),
    createdAt: instantOfValue(one['created'], tz),
    completedAt: done ? instantOfValue(one['doneOn'] ?? one['modified'], tz) : null,
    tracked: trackedDays(one['timeSpentOnDay'], tz),
    actualMin: done ? minutesOf(spent === null ? null : spent / MINUTE_MS) : null,
  });
}

/** Only the sum of each day is known: it is put where a day of work begins. */
function trackedDays(value: unknown, tz: string): ImportedTask['tracked'] {
  return Object.entries(fieldsOf(value)).flatMap(([day, ms]) => {
    const start = instantOfValue(`${day}${NINE}`, tz);
    const length = numberOf(ms);
    if (start === null || length === null || length < MINUTE_MS || length > 24 * 60 * MINUTE_MS) return [];
    return [{ start, end: start + length }];
  });
}
