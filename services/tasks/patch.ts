import { DaymarkError } from '../../core/errors.ts';
import { fieldsWith } from '../../core/domain/task-fields.ts';
import type { Task, TaskPatch } from '../../core/domain/task.ts';
import type { ProjectId, SectionId, TaskId } from '../../core/ids.ts';
import { isRealDate } from '../../core/time/zoned.ts';
import type { TaskChange } from '../../db/index.ts';
import type { ServiceContext } from '../context.ts';
import type { Intent } from '../intent.ts';
import { placeNamed, sectionNamed } from '../projects.ts';
import { checkRule } from './recurring.ts';

/** Refuses a patch whose fields contradict each other or the calendar. Throws `invalidInput`. */
export function checkPatch(ctx: ServiceContext, patch: TaskPatch, before: Task | null): void {
  for (const field of fieldsWith('calendar')) {
    const value = patch[field];
    if (value && !isRealDate(value.slice(0, 10))) {
      throw new DaymarkError('invalidInput', { reason: `${field}: there is no ${value.slice(0, 10)}` });
    }
  }
  for (const one of patch.reminders ?? [])
    if (typeof one === 'string' && !isRealDate(one.slice(0, 10)))
      throw new DaymarkError('invalidInput', { reason: `reminders: there is no ${one.slice(0, 10)}` });
  if (patch.title !== undefined && patch.title.trim() === '') {
    throw new DaymarkError('invalidInput', { reason: 'title: a task needs a title' });
  }
  const start = patch.start === undefined ? before?.start : patch.start;
  const end = patch.end === undefined ? before?.end : patch.end;
  if (start && end && end.length > 10 && end <= start && (patch.start ?? patch.end) !== undefined) {
    throw new DaymarkError('invalidInput', { reason: 'end: it has to come after the start' });
  }
  if (patch.onHold && before && before.status !== 'open')
    throw new DaymarkError('invalidInput', { reason: `status: the task is already ${before.status}` });
  if (patch.onHold && before?.habitId)
    throw new DaymarkError('invalidInput', { reason: 'status: a session of a habit can only be skipped' });
  if (patch.rrule && before?.habitId)
    throw new DaymarkError('invalidInput', { reason: 'rrule: a session repeats with its habit' });
  if (patch.rrule) checkRule(patch.rrule);
  checkParent(ctx, patch.parentId ?? null, before);
  for (const id of patch.dependsOn ?? []) {
    if (id === before?.id) {
      throw new DaymarkError('dependencyCycle', { titles: before.title });
    }
    if (!ctx.db.tasks.get(id)) throw new DaymarkError('notFound', { what: 'task', id });
  }
}

/** Parts go one level deep, so that a list can show them under their whole. */
function checkParent(ctx: ServiceContext, parentId: TaskId | null, before: Task | null): void {
  if (parentId === null) return;
  const parent = ctx.db.tasks.get(parentId);
  if (!parent) throw new DaymarkError('notFound', { what: 'task', id: parentId });
  const refuse = (reason: string): never => {
    throw new DaymarkError('invalidInput', { reason: `parentId: ${reason}` });
  };
  if (parentId === before?.id) refuse('a task is no part of itself');
  if (parent.parentId !== null) refuse('a subtask has no subtasks of its own');
  if (before && ctx.db.tasks.parts(before.id).length > 0) refuse('a task with subtasks can not become one');
  if (before?.rrule) refuse('a subtask repeats with its task');
  if (before?.habitId || parent.habitId) refuse('a session of a habit has no subtasks');
}

/** The stored form of a patch. Runs inside the intent's transaction, since it may make a project. `within`: the project that it is in so far. */
export function changeOf(
  ctx: ServiceContext,
  intent: Intent,
  patch: TaskPatch,
  before: Task | null,
  within: ProjectId | null = before?.projectId ?? null,
): TaskChange {
  const { project, section, ...rest } = patch;
  const change: TaskChange = { ...rest };
  if (project !== undefined) Object.assign(change, placeOf(ctx, intent, project, before));
  if (section !== undefined) {
    const owner = change.projectId === undefined ? within : change.projectId;
    change.sectionId = section === null ? null : sectionOf(ctx, intent, owner, section);
  }
  if (patch.reminders) change.reminders = [...new Set(patch.reminders)];
  if (patch.tags) change.tags = unique(patch.tags);
  if (patch.people) change.people = unique(patch.people);
  if (patch.start && patch.date === undefined) change.date = patch.start.slice(0, 10);
  if (patch.date !== undefined && patch.start === undefined && before?.start)
    moveStart(change, patch.date, before);
  return change;
}

/** Another project has other sections; the one that it is in already changes nothing. */
function placeOf(
  ctx: ServiceContext,
  intent: Intent,
  project: string | null,
  before: Task | null,
): Pick<TaskChange, 'projectId' | 'sectionId'> {
  const place = project === null ? { projectId: null, sectionId: null } : placeNamed(ctx, intent, project);
  const stays = before !== null && place.projectId === before.projectId && place.sectionId === null;
  return stays ? { projectId: place.projectId } : place;
}

function sectionOf(
  ctx: ServiceContext,
  intent: Intent,
  project: ProjectId | null,
  name: string,
): SectionId | null {
  if (project === null)
    throw new DaymarkError('invalidInput', { reason: 'section: the task is in no project' });
  return sectionNamed(ctx, intent, project, name);
}

/** A new day keeps the time of day; no day means no time either. */
function moveStart(change: TaskChange, date: string | null, before: Task): void {
  if (date === null) {
    change.start = null;
    change.end = null;
  } else if (before.start && before.start.slice(0, 10) !== date) {
    change.start = `${date}${before.start.slice(10)}`;
    if (before.end && before.end.length > 10) change.end = `${date}${before.end.slice(10)}`;
  }
}

function unique(names: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const name of names) {
    const clean = name.trim();
    if (clean && !seen.has(clean.toLowerCase())) seen.set(clean.toLowerCase(), clean);
  }
  return [...seen.values()];
}

/** Ids of open tasks named by title, for `after "…"`; unknown titles name nothing. */
export function idsOfTitles(ctx: ServiceContext, titles: readonly string[]): TaskId[] {
  return titles.flatMap((title) => ctx.db.tasks.byTitle(title).slice(0, 1));
}
