import type { Task } from '../core/domain/task.ts';
import type { EventId, TaskId } from '../core/ids.ts';
import { fieldsWith } from '../core/domain/task-fields.ts';
import { taskFieldOf, type DataTable, type NewJob, type Touched } from '../db/index.ts';
import { refreshOccurrences } from './calendar/occurrences.ts';
import { targetsOf, type ServiceContext } from './context.ts';
import { lineOf } from './learning/examples.ts';
import { withInstants } from '../core/time/history.ts';
import type { WriteEvent } from './write-events.ts';

/** What follows from changed rows, whatever changed them: outcomes, jobs, and the views that have to look again. */

/** Rows that a plan is made from; their version tells a plan whether it is stale. */
export const PLANNED_TABLES: readonly DataTable[] = [
  'tasks',
  'time_entries',
  'calendar_events',
  'calendars',
  'habits',
  'habit_weeks',
  'focus_marks',
  'settings',
];

/** Fields of a task that an estimate is made from, those that only chances are, and those that the plan is. */
const ESTIMATED_FROM = new Set<string>(fieldsWith('estimatedFrom'));
const CHANCES_FROM = new Set<string>(fieldsWith('chancesFrom'));
const PLANNED = new Set<string>(fieldsWith('planned'));

/** Settings whose change moves the plan. */
const PLANNED_SETTINGS = new Set([
  'workingHours',
  'zone',
  'planPreset',
  'planWeights',
  'horizonDays',
  'energyByHour',
  'focusTime',
]);

/** More rows than this are embedded and guessed in the background, and views fetch everything. */
const MANY = 200;

/** Who has to hear of a write. */
export interface Reach {
  tasks: Set<TaskId>;
  events: Set<EventId>;
  projects: boolean;
  habits: boolean;
  settings: boolean;
  vocabulary: boolean;
  focus: boolean;
  filters: boolean;
  trash: boolean;
  reminders: boolean;
  names: boolean;
  work: boolean;
  history: boolean;
  /** What the learners have to hear. */
  learned: WriteEvent[];
}

/**
 * Derives what follows from rows inside the transaction that changed them. `jobs` are those asked for beside; answers
 * who has to be told once it is durable.
 */
export function followUp(ctx: ServiceContext, touched: readonly Touched[], jobs: readonly NewJob[]): Reach {
  const reach = reachOf(touched);
  reach.learned = recordOutcomes(ctx, touched);
  if (reach.events.size > 0) refreshOccurrences(ctx);
  const enqueue = (job: NewJob): void => {
    reach.work = ctx.db.jobs.enqueue(job, ctx.clock()) || reach.work;
  };
  for (const job of jobs) enqueue(job);
  for (const [id, { kind, later }] of workOf(touched)) {
    const task = ctx.db.tasks.get(id);
    if (!task || task.parseState === 'pending' || (later && task.status !== 'open')) continue;
    const modelVersion = ctx.ml.state.modelVersion ?? '';
    const background = later || reach.tasks.size > MANY;
    enqueue({ kind, taskId: id, revision: task.revision, modelVersion, background });
  }
  if (touched.some(movesPlan) && ctx.db.settings.get().autoReplan) {
    enqueue({ kind: 'plan', taskId: null, revision: ctx.db.changes.lastSeq() });
  }
  return reach;
}

/** Tells views, parser and pipeline. Only once the write is durable. */
export function announce(ctx: ServiceContext, reach: Reach): void {
  const { hub } = ctx;
  if (reach.tasks.size > 0)
    hub.publish({ topic: 'tasks', ids: reach.tasks.size > MANY ? [] : [...reach.tasks] });
  if (reach.events.size > 0) hub.publish({ topic: 'events', ids: [...reach.events] });
  if (reach.habits) hub.publish({ topic: 'habits' });
  if (reach.projects) hub.publish({ topic: 'projects' });
  if (reach.settings) hub.publish({ topic: 'settings' });
  if (reach.vocabulary) hub.publish({ topic: 'vocabulary' });
  if (reach.trash) hub.publish({ topic: 'trash' });
  if (reach.reminders) hub.publish({ topic: 'reminders' });
  if (reach.filters) hub.publish({ topic: 'filters' });
  if (reach.focus) hub.publish({ topic: 'plan', revision: ctx.db.plans.revision() });
  if (reach.history) hub.publish({ topic: 'history' });
  for (const event of reach.learned) ctx.writeEvents.emit(event);
  if (reach.names) ctx.namesChanged();
  if (reach.work) ctx.wake();
  ctx.written();
}

function reachOf(touched: readonly Touched[]): Reach {
  const tables = new Set(touched.map((one) => one.table));
  const of = (table: DataTable): Touched[] => touched.filter((one) => one.table === table);
  const named = touched.some(
    ({ table, fields }) => (table === 'tasks' || table === 'habits') && namesIn(fields),
  );
  return {
    tasks: new Set([
      ...of('tasks').map((one) => one.rowId as TaskId),
      ...of('time_entries').flatMap((one) => (one.taskId as TaskId | undefined) ?? []),
    ]),
    events: new Set(of('calendar_events').map((one) => one.rowId as EventId)),
    projects: tables.has('projects') || tables.has('sections'),
    habits: tables.has('habits') || tables.has('habit_weeks'),
    settings: tables.has('settings'),
    vocabulary: tables.has('user_vocabulary'),
    focus: tables.has('focus_marks'),
    filters: tables.has('saved_filters'),
    trash: tables.has('trash'),
    reminders: tables.has('reminder_answers'),
    names: named || tables.has('projects') || tables.has('settings') || tables.has('user_vocabulary'),
    work: false,
    history: false,
    learned: [],
  };
}

function namesIn(fields: Touched['fields']): boolean {
  return ['tags', 'people', 'tags_json', 'people_json'].some((name) => fields[name] !== undefined);
}

/** What is to be done for a changed task; `later`: no one waits for it, the plan least of all. */
interface TaskWork {
  kind: 'embed' | 'predict';
  later: boolean;
}

/** Which changed tasks need a new vector, and which a new guess alone. */
function workOf(touched: readonly Touched[]): Map<TaskId, TaskWork> {
  const work = new Map<TaskId, TaskWork>();
  for (const { table, rowId, op, fields } of touched) {
    if (table !== 'tasks' || op === 'delete') continue;
    const id = rowId as TaskId;
    if (op === 'insert' || fields['title'] !== undefined || fields['parse_state'] === 'parsed')
      work.set(id, { kind: 'embed', later: false });
    else if (work.get(id)?.later !== false && touches(fields, ESTIMATED_FROM))
      work.set(id, { kind: 'predict', later: false });
    else if (!work.has(id) && touches(fields, CHANCES_FROM)) work.set(id, { kind: 'predict', later: true });
  }
  return work;
}

function movesPlan({ table, op, fields, rowId }: Touched): boolean {
  if (table === 'settings') return PLANNED_SETTINGS.has(rowId);
  if (table !== 'tasks') return table !== 'habit_weeks' && PLANNED_TABLES.includes(table);
  // A new task is planned once it has been guessed; until a line is read there is nothing to wait for.
  if (op === 'insert') return fields['parse_state'] === 'pending' || fields['status'] !== 'open';
  return op === 'delete' || touches(fields, PLANNED);
}

function touches(fields: Touched['fields'], wanted: ReadonlySet<string>): boolean {
  return Object.keys(fields).some((logged) => wanted.has(taskFieldOf(logged) ?? ''));
}

/**
 * Tells the prediction log how tasks turned out, or that they are open again. Answers what the learners have to hear. A
 * task that is written down as done says how long it took, if that is known, and nothing else. Of more tasks than a
 * person closes at once the learners read the past again.
 */
export function recordOutcomes(ctx: ServiceContext, touched: readonly Touched[]): WriteEvent[] {
  const ended = Map.groupBy(
    touched.filter((row) => row.table === 'tasks' && OUTCOME_FIELDS.some((field) => hasChanged(row, field))),
    (row) => row.rowId as TaskId,
  );
  const events = [...ended].flatMap(([taskId, rows]): WriteEvent[] => {
    const task = ctx.db.tasks.get(taskId);
    const isNew = rows[0]?.op === 'insert';
    const isClosed = task !== undefined && task.status !== 'open';
    if (isNew) return isClosed && task.actualMin !== null ? [recorded(taskId, false)] : [];
    // Without a change of the status it was as it is.
    const was =
      rows.find(({ before }) => before?.['status'] !== undefined)?.before?.['status'] ?? task?.status;
    if (task) recordOutcome(ctx, task, was !== 'open');
    if (was !== 'open') return [recorded(taskId, true)];
    return isClosed ? [recorded(taskId, false)] : [];
  });
  return events.length > MANY ? [recorded([...ended.keys()][0]!, true)] : events;
}

/** Fields of a task's row that say what became of it. */
const OUTCOME_FIELDS = ['status', 'actual_min'];

function hasChanged({ op, fields, before }: Touched, field: string): boolean {
  return op === 'delete' ? before?.[field] !== undefined : fields[field] !== undefined;
}

function recorded(taskId: TaskId, revised: boolean): WriteEvent {
  return { type: 'outcomeRecorded', taskId, revised };
}

/** `again`: what was recorded before is no longer so. */
function recordOutcome(ctx: ServiceContext, task: Task, again: boolean): void {
  const { predictions } = ctx.db;
  const line = withInstants(lineOf(ctx, task), task.tz);
  for (const { name, outcomeOf } of targetsOf(ctx)) {
    if (!outcomeOf) continue;
    if (again) predictions.clearOutcome(task.id, name);
    const outcome = task.status === 'open' ? null : outcomeOf(line);
    if (outcome !== null)
      predictions.recordOutcome(task.id, name, outcome, task.completedAt ?? task.updatedAt);
  }
}
