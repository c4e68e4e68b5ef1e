import { anImportedTask, type ImportedTask, type Reader } from '../types.ts';
import {
  dayAndStart,
  fieldsOf,
  instantOfValue,
  joined,
  listOf,
  localMomentOf,
  Losses,
  numberOf,
  readJson,
  textOf,
  textsOf,
  type Fields,
} from '../values.ts';

/** Microsoft To Do: lists with their tasks, as the Graph API tells them (learn.microsoft.com, `todoTask`). */

const DAYS: Record<string, string> = {
  monday: 'MO',
  tuesday: 'TU',
  wednesday: 'WE',
  thursday: 'TH',
  friday: 'FR',
  saturday: 'SA',
  sunday: 'SU',
};
const NTH: Record<string, number> = { first: 1, second: 2, third: 3, fourth: 4, last: -1 };

export const readMicrosoft: Reader = function* (text, { tz }) {
  const root = readJson(text);
  const losses = new Losses();
  const tasks: ImportedTask[] = [];
  for (const list of listsOf(root)) {
    const project = textOf(list['displayName'] ?? list['name'] ?? list['title']);
    for (const one of listOf(list['tasks']).map(fieldsOf)) {
      yield;
      const title = textOf(one['title'] ?? one['subject']);
      if (title === '') {
        losses.add('a task without a title', 'it has no title');
        continue;
      }
      if (one['isReminderOn'] === true) losses.add('reminders', 'they have no place here');
      if (one['hasAttachments'] === true) losses.add('attached files', 'files aren’t kept');
      tasks.push({
        ...taskOf(one, title, tz, losses),
        project: project === '' || /^tasks$/i.test(project) ? null : project,
      });
    }
  }
  return { tasks, events: [], skipped: losses.list() };
};

function listsOf(root: unknown): Fields[] {
  const fields = fieldsOf(root);
  const lists = Array.isArray(root)
    ? root
    : listOf(fields['value'] ?? fields['lists'] ?? fields['taskLists']);
  const known = lists.map(fieldsOf);
  // A single list, or its bare tasks.
  if (known.length === 0 && Array.isArray(fields['tasks'])) return [fields];
  return known.length > 0 && known.every((one) => !('tasks' in one)) ? [{ tasks: known }] : known;
}

function taskOf(one: Fields, title: string, tz: string, losses: Losses): ImportedTask {
  const done = textOf(one['status']) === 'completed';
  const when = (name: string): unknown => {
    const { dateTime, timeZone } = fieldsOf(one[name]);
    return textOf(timeZone) === 'UTC' && textOf(dateTime) !== '' ? `${textOf(dateTime)}Z` : dateTime;
  };
  const steps = listOf(one['checklistItems']).map(fieldsOf);
  const list = steps.map(
    (step) => `- [${step['isChecked'] === true ? 'x' : ' '}] ${textOf(step['displayName'])}`,
  );
  // Days are told as midnights, of the person or of UTC.
  const day = (name: string): string | null => textOf(fieldsOf(one[name])['dateTime']).slice(0, 10) || null;
  const body = fieldsOf(one['body']);
  const html = textOf(body['contentType']).toLowerCase() === 'html';
  const recurrence = fieldsOf(one['recurrence']);
  const rrule = one['recurrence'] ? ruleOf(fieldsOf(recurrence['pattern'])) : null;
  if (one['recurrence'] && rrule === null) losses.add('repetitions', 'their rule is unknown here');
  return anImportedTask(textOf(one['id']) || `${title} ${textOf(one['createdDateTime'])}`, title, {
    notes: joined(html ? plainOf(textOf(body['content'])) : textOf(body['content']), list.join('\n')),
    tags: textsOf(one['categories']),
    priority: textOf(one['importance']) === 'high' ? 1 : textOf(one['importance']) === 'low' ? 3 : 4,
    status: done ? 'done' : 'open',
    ...dayAndStart(localMomentOf(day('startDateTime'), tz)),
    deadline: localMomentOf(day('dueDateTime'), tz),
    rrule,
    recurFrom: rrule === null ? null : 'schedule',
    createdAt: instantOfValue(one['createdDateTime'], tz),
    completedAt: done
      ? (instantOfValue(when('completedDateTime'), tz) ?? instantOfValue(one['lastModifiedDateTime'], tz))
      : null,
  });
}

function plainOf(html: string): string {
  return html
    .replace(/<(?:br|\/p|\/div|\/li)\b[^>]{0,200}>/gi, '\n')
    .replace(/<[^>]{0,2000}>/g, '')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .trim();
}

function ruleOf(pattern: Fields): string | null {
  const interval = numberOf(pattern['interval']) ?? 1;
  const days = textsOf(pattern['daysOfWeek']).flatMap((day) => DAYS[day.toLowerCase()] ?? []);
  const nth = NTH[textOf(pattern['index'])] ?? 1;
  const byDay = days.length > 0 ? `;BYDAY=${days.join(',')}` : '';
  const numbered = days.map((day) => `${nth}${day}`).join(',');
  const month = numberOf(pattern['month']) ?? 1;
  const dayOfMonth = numberOf(pattern['dayOfMonth']) ?? 1;
  const tail = `;INTERVAL=${interval}`;
  switch (textOf(pattern['type'])) {
    case 'daily':
      return `FREQ=DAILY${tail}`;
    case 'weekly':
      return `FREQ=WEEKLY${tail}${byDay}`;
    case 'absoluteMonthly':
      return `FREQ=MONTHLY${tail};BYMONTHDAY=${dayOfMonth}`;
    case 'relativeMonthly':
      return numbered === '' ? null : `FREQ=MONTHLY${tail};BYDAY=${numbered}`;
    case 'absoluteYearly':
      return `FREQ=YEARLY${tail};BYMONTH=${month};BYMONTHDAY=${dayOfMonth}`;
    case 'relativeYearly':
      return numbered === '' ? null : `FREQ=YEARLY${tail};BYMONTH=${month};BYDAY=${numbered}`;
    default:
      return null;
  }
}
