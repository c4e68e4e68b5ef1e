import { anImportedTask, type ImportedTask, type Reader, type TrackedTime } from '../types.ts';
import {
  dayAndStart,
  durationOf,
  instantOfValue,
  joined,
  localMomentOf,
  Losses,
  SUBTASK,
} from '../values.ts';

/** Org mode (orgmode.org/manual): headings with a keyword are tasks, headings without one are their projects. */

const HEADING =
  /^(\*+)\s+(?:([A-Z][A-Z-]{2,15})\s+)?(?:\[#([A-Z0-9])\]\s+)?(.*?)(?:\s+(:[\p{L}\p{N}_@#%:]+:))?\s*$/u;
const OPEN = new Set([
  'TODO',
  'NEXT',
  'STARTED',
  'WAITING',
  'WAIT',
  'HOLD',
  'INPROGRESS',
  'DOING',
  'LATER',
  'NOW',
]);
const DONE = new Set(['DONE', 'COMPLETED', 'FINISHED']);
const DROPPED = new Set(['CANCELLED', 'CANCELED', 'KILL', 'WONTDO']);
const STAMP =
  /[<[](\d{4}-\d{2}-\d{2})(?:\s+[^\s\d>\]+.-]+)?(?:\s+(\d{1,2}:\d{2})(?:-\d{1,2}:\d{2})?)?(?:\s+(\.\+|\+\+|\+)(\d{1,3})([hdwmy]))?[^>\]]{0,40}[>\]]/u;
const UNIT: Record<string, string> = { h: 'HOURLY', d: 'DAILY', w: 'WEEKLY', m: 'MONTHLY', y: 'YEARLY' };

interface Open {
  level: number;
  title: string;
  task: ImportedTask | null;
}

export const readOrg: Reader = function* (text, { tz }) {
  const losses = new Losses();
  const tasks: ImportedTask[] = [];
  const above: Open[] = [];
  let body: string[] = [];
  const close = (): void => {
    const task = above.at(-1)?.task;
    if (task) task.notes = joined(task.notes, body.join('\n').trim());
    body = [];
  };
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    yield;
    const heading = line.startsWith('*') ? HEADING.exec(line) : null;
    if (!heading) {
      const task = above.at(-1)?.task;
      if (task && !readPlanning(line, task, tz, losses)) body.push(line);
      continue;
    }
    close();
    const level = heading[1]!.length;
    while (above.length > 0 && above.at(-1)!.level >= level) above.pop();
    const task = taskOf(heading, above, tasks.length);
    if (task && above.some((one) => one.task)) losses.add('sub-tasks', SUBTASK);
    if (task) tasks.push(task);
    above.push({ level, title: task?.title ?? plainTitle(heading), task });
  }
  close();
  for (const task of tasks) finish(task);
  return { tasks, events: [], skipped: losses.list() };
};

function isKeyword(word: string | undefined): word is string {
  return word !== undefined && (OPEN.has(word) || DONE.has(word) || DROPPED.has(word));
}

function plainTitle(heading: RegExpExecArray): string {
  return [heading[2], heading[4]].filter(Boolean).join(' ');
}

function taskOf(heading: RegExpExecArray, above: readonly Open[], index: number): ImportedTask | null {
  const [, , word, priority, title = '', tags = ''] = heading;
  if (!isKeyword(word) || title === '') return null;
  return anImportedTask(`${index} ${title}`, title, {
    project: above.find((one) => one.task === null)?.title || null,
    tags: tags.split(':').filter(Boolean),
    priority:
      priority === 'A' || priority === '1'
        ? 1
        : priority === 'B' || priority === '2'
          ? 2
          : priority === 'C' || priority === '3'
            ? 3
            : 4,
    status: DONE.has(word) ? 'done' : DROPPED.has(word) ? 'dropped' : 'open',
  });
}

/** Lines that say when; answers whether the line was one. */
function readPlanning(line: string, task: ImportedTask, tz: string, losses: Losses): boolean {
  const plain = line.trim();
  const clock = /^CLOCK:\s*(\[[^\]]+\])--(\[[^\]]+\])/.exec(plain);
  if (clock) {
    const tracked = trackedOf(clock[1]!, clock[2]!, tz);
    if (tracked) task.tracked.push(tracked);
    return true;
  }
  if (/^(?:SCHEDULED|DEADLINE|CLOSED):/.test(plain)) {
    for (const found of plain.matchAll(/(SCHEDULED|DEADLINE|CLOSED):\s*([<[][^>\]]*[>\]])/g))
      readStamp(found[1]!, found[2]!, task, tz, losses);
    return true;
  }
  const property = /^:([A-Za-z_-]+):\s*(.*)$/.exec(plain);
  if (!property) return false;
  const [, name = '', value = ''] = property;
  if (/^effort$/i.test(name)) task.durationMin = durationOf(value);
  if (/^(?:id|custom_id)$/i.test(name) && value) task.key = value;
  if (/^created$/i.test(name)) task.createdAt = instantOfValue(stampText(value), tz);
  return true;
}

function stampText(text: string): string | null {
  const found = STAMP.exec(text);
  if (!found) return null;
  return found[2] ? `${found[1]}T${found[2].padStart(5, '0')}` : found[1]!;
}

function readStamp(kind: string, stamp: string, task: ImportedTask, tz: string, losses: Losses): void {
  const local = localMomentOf(stampText(stamp), tz);
  if (local === null) {
    losses.add(`${kind.toLowerCase()} of “${task.title}”`, 'its date can’t be read');
    return;
  }
  if (kind === 'SCHEDULED') Object.assign(task, dayAndStart(local));
  else if (kind === 'DEADLINE') task.deadline = local;
  else task.completedAt = instantOfValue(local, tz);
  const found = STAMP.exec(stamp);
  if (!found?.[3] || kind === 'CLOSED') return;
  task.rrule = `FREQ=${UNIT[found[5]!]};INTERVAL=${Number(found[4])}`;
  task.recurFrom = found[3] === '.+' ? 'completion' : 'schedule';
}

function trackedOf(from: string, to: string, tz: string): TrackedTime | null {
  const start = instantOfValue(stampText(from), tz);
  const end = instantOfValue(stampText(to), tz);
  return start !== null && end !== null && end > start ? { start, end } : null;
}

function finish(task: ImportedTask): void {
  if (task.rrule && task.date === null && task.deadline) task.date = task.deadline.slice(0, 10);
  if (task.status === 'open') task.completedAt = null;
}
