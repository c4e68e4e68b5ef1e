import { DaymarkError } from '../../../core/errors.ts';
import type { ImportFormat } from '../../../core/domain/exchange.ts';
import type { ImportedFile, Reader, ReadingContext } from '../types.ts';
import { readGoogle } from './google.ts';
import { readICalendar } from './icalendar.ts';
import { readMarkdown } from './markdown.ts';
import { readMicrosoft } from './microsoft.ts';
import { readOrg } from './org.ts';
import { readSuperProductivity } from './super-productivity.ts';
import { readTable } from './table.ts';
import { readTaskwarrior } from './taskwarrior.ts';
import { readTickTick } from './ticktick.ts';
import { readTodoistCsv, readTodoistJson } from './todoist.ts';

/** Which program wrote a file, and its reader. */

const READERS: Record<Exclude<ImportFormat, 'daymark-json'>, Reader> = {
  'todoist-csv': readTodoistCsv,
  'todoist-json': readTodoistJson,
  'ticktick-csv': readTickTick,
  'super-productivity-json': readSuperProductivity,
  'taskwarrior-json': readTaskwarrior,
  'microsoft-todo-json': readMicrosoft,
  'google-tasks-json': readGoogle,
  icalendar: readICalendar,
  org: readOrg,
  markdown: readMarkdown,
  csv: readTable,
};

/** Most tasks that one file may bring. */
export const MAX_TASKS = 200_000;

/**
 * Reads a file in a format, step by step.
 *
 * @throws DaymarkError `invalidInput` when nothing of the format is in it, `tooLarge`
 */
export function* readingSteps(
  format: Exclude<ImportFormat, 'daymark-json'>,
  text: string,
  context: ReadingContext,
): Generator<void, ImportedFile, void> {
  const file = yield* READERS[format](text, context);
  if (file.tasks.length > MAX_TASKS) throw new DaymarkError('tooLarge', { limit: `${MAX_TASKS} tasks` });
  return file;
}

const HEAD = 20_000;

/** @throws DaymarkError `invalidInput` for a file that none of the formats is recognised in */
export function detectFormat(text: string, fileName: string): ImportFormat {
  const head = text
    .slice(0, HEAD)
    .replace(/^\uFEFF/, '')
    .trimStart();
  const ending = /\.([a-z0-9]+)$/i.exec(fileName)?.[1]?.toLowerCase() ?? '';
  if (head.startsWith('PK\u0003\u0004') || head.codePointAt(0) === 0x1f)
    throw new DaymarkError('invalidInput', { reason: 'this is an archive; unpack it first' });
  if (/^BEGIN:V/i.test(head)) return 'icalendar';
  if (/^[[{]/.test(head)) return jsonFormat(text, head);
  const first = head.split(/\r?\n/, 40).map((line) => line.toLowerCase());
  if (first.some((line) => /(?:^|,)"?type"?,"?content"?/.test(line))) return 'todoist-csv';
  if (first.some((line) => line.includes('"list name","title"') || line.includes('list name,title')))
    return 'ticktick-csv';
  if (ending === 'org' || /^\*+ (?:TODO|DONE|NEXT) /m.test(head)) return 'org';
  if (/^\s*(?:[-*+]|\d{1,4}[.)])\s+\[.\]\s/m.test(head) || ending === 'md' || ending === 'markdown')
    return 'markdown';
  if (ending === 'csv' || ending === 'tsv' || /[,;\t]/.test(first[0] ?? '')) return 'csv';
  throw new DaymarkError('invalidInput', { reason: 'the format of this file is unknown' });
}

/** By the names that only one program writes; those near the end of a large file are looked for there, too. */
function jsonFormat(text: string, head: string): ImportFormat {
  const seen = `${head}\n${text.slice(-HEAD)}`;
  const has = (...names: string[]): boolean => names.every((name) => new RegExp(`"${name}"\\s*:`).test(seen));
  const says = (name: string): boolean => text.includes(`"${name}"`);
  if (/^\{\s*"format"\s*:\s*"daymark"/.test(head)) return 'daymark-json';
  if (/"tasks#task/.test(head)) return 'google-tasks-json';
  if (has('uuid', 'description') && (has('status') || has('entry'))) return 'taskwarrior-json';
  if (says('timeSpentOnDay') || (says('entities') && says('task') && says('ids')))
    return 'super-productivity-json';
  if (says('content') && (says('project_id') || (says('items') && says('projects')))) return 'todoist-json';
  if (
    says('title') &&
    (says('tasks') || says('status')) &&
    (says('displayName') || says('importance') || says('createdDateTime'))
  )
    return 'microsoft-todo-json';
  throw new DaymarkError('invalidInput', { reason: 'the format of this file is unknown' });
}
