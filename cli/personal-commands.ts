import { z } from 'zod';
import { DaymarkError } from '../core/errors.ts';
import { fieldsWith, taskFields } from '../core/domain/task-fields.ts';
import { taskPatch, type Task, type TaskPatch } from '../core/domain/task.ts';
import type { TaskId } from '../core/ids.ts';
import { say } from '../core/messages/index.ts';
import { taskId } from '../core/ids.ts';
import { instantOf, localOf } from '../core/time/zoned.ts';
import type { AppClient } from '../shell/rpc.ts';
import { check } from './check.ts';
import { helperReady, systemZone } from './compose.ts';
import { writeJson, type Streams } from './io.ts';
import type { RequestTime } from './model-commands.ts';

/** The person's own data, as a command line sees it. */

/** How long a command waits for what it set off: guesses, learning, the plan. */
const SETTLE_MS = 30_000;
const PAGE = 2_000;
/** How long a list waits for the lists of other commands, and how often it asks. */
const TURN_MS = 60_000;
const TURN_POLL_MS = 200;

/** Only what was given: an absent key means "as it is now". */
export function given({ now, tz }: RequestTime): { now?: string; tz?: string } {
  return { ...(now === undefined ? {} : { now }), ...(tz === undefined ? {} : { tz }) };
}

/** A task as lists and answers have it. */
export function listed(task: Task): Record<string, unknown> {
  const { id, title, date, start, deadline, project, section, tags, priority, rrule } = task;
  const status =
    task.status === 'open' ? (task.runningSince === null ? (task.onHold ?? 'open') : 'active') : task.status;
  const durationMin = task.durationMin ?? (task.predicted ? Math.round(task.predicted.p50) : null);
  // Tools that know no sections find what they always found.
  const place = section === null ? { project } : { project, section };
  return { id, title, date, start, deadline, durationMin, ...place, tags, priority, status, rrule };
}

/** A task as it reads where one is: a typed time is an instant, a whole day is that day everywhere. */
function onClockOf(task: Task, tz: string): Task {
  const moved = (local: string): string =>
    local.length <= 10 || task.tz === tz ? local : localOf(instantOf(local, task.tz), tz);
  const start = task.start && moved(task.start);
  const date = start && start !== task.start ? start.slice(0, 10) : task.date;
  return { ...task, start, date, deadline: task.deadline && moved(task.deadline) };
}

export async function addCommand(
  client: AppClient,
  text: string,
  requestTime: RequestTime,
  streams: Streams,
): Promise<void> {
  await helperReady(client);
  const where = given(requestTime);
  const { result } = await client.capture.parse({ text, seq: 1, ...where });
  const created = await client.tasks.create({ text, ...where });
  await client.app.settled({ timeoutMs: SETTLE_MS });
  const task = await client.tasks.get({ id: created.id });
  await writeJson(streams.stdout, {
    ...listed(task),
    ...Object.fromEntries(fieldsWith('typed').map((name) => [name, task[name]])),
    predictedMin: task.predicted?.p50 ?? null,
    rawText: task.rawText,
    tokens: result.tokens,
    confidence: result.confidence,
  });
}

/** One list is added at a time; another one waits for its turn. */
async function addInTurn(
  client: AppClient,
  list: { text: string; now?: string; tz?: string },
): Promise<number> {
  const deadline = performance.now() + TURN_MS;
  for (;;) {
    try {
      let added = 0;
      for await (const progress of await client.tasks.addList(list)) added = progress.added;
      return added;
    } catch (error) {
      const isBusy = error instanceof DaymarkError && error.code === 'busy';
      if (!isBusy || performance.now() > deadline) throw error;
      await new Promise((done) => setTimeout(done, TURN_POLL_MS));
    }
  }
}

/** Adds a list as it is pasted, all of it or nothing: `{added}` tasks, one step of the history. */
export async function addListCommand(
  client: AppClient,
  text: string,
  requestTime: RequestTime,
  streams: Streams,
): Promise<void> {
  await helperReady(client);
  const added = await addInTurn(client, { text, ...given(requestTime) });
  await client.app.settled({ timeoutMs: SETTLE_MS });
  await writeJson(streams.stdout, { added });
}

const UNFINISHED = ['open', 'waiting', 'someday'] as const;

export async function listCommand(
  client: AppClient,
  { all, filter, ...requestTime }: RequestTime & { all: boolean; filter: string | undefined },
  streams: Streams,
): Promise<void> {
  if (all && filter !== undefined)
    throw new DaymarkError('invalidInput', {
      reason: 'list takes --all or --filter; a filter names a status itself, such as "done" or "any"',
    });
  const tz = requestTime.tz ?? (await client.preferences.get()).zone ?? systemZone();
  const statuses = all ? ([...UNFINISHED, 'done', 'dropped'] as const) : UNFINISHED;
  const lists =
    filter === undefined ? statuses.map((status) => ({ status })) : [{ filter, ...given(requestTime) }];
  const tasks: Task[] = [];
  for (const list of lists) {
    for (let offset = 0; ; offset += PAGE) {
      const page = await client.tasks.list({ ...list, limit: PAGE, offset });
      tasks.push(...page.tasks);
      if (offset + page.tasks.length >= page.total || page.tasks.length === 0) break;
    }
  }
  const ids = tasks.filter((task) => task.status === 'open' && task.rrule !== null).map((task) => task.id);
  const next = new Map<TaskId, string | null>();
  for (let at = 0; at < ids.length; at += PAGE) {
    const answer = await client.tasks.upcoming({ ids: ids.slice(at, at + PAGE), ...given(requestTime) });
    for (const one of answer.upcoming) next.set(one.id, one.next);
  }
  await writeJson(streams.stdout, {
    tasks: tasks.map((task) => ({ ...listed(onClockOf(task, tz)), next: next.get(task.id) ?? null })),
  });
}

/** Takes the last change back, or does it again: `{undone | redone, message, ids, undo, redo}`, the last two what comes next. */
export async function undoCommand(client: AppClient, kind: 'undo' | 'redo', streams: Streams): Promise<void> {
  const { undone, ids, message } = kind === 'undo' ? await client.tasks.undo() : await client.tasks.redo();
  const next = await client.tasks.history();
  await writeJson(streams.stdout, {
    [kind === 'undo' ? 'undone' : 'redone']: undone,
    message: message ? say(message) : `There is nothing to ${kind}.`,
    ids,
    undo: next.undo ? say(next.undo) : null,
    redo: next.redo ? say(next.redo) : null,
  });
}

export async function planCommand(
  client: AppClient,
  requestTime: RequestTime,
  streams: Streams,
): Promise<void> {
  await helperReady(client, true);
  await client.app.settled({ timeoutMs: SETTLE_MS });
  const view = await client.planning.replan(given(requestTime));
  await writeJson(streams.stdout, {
    score: view.score,
    blocks: view.blocks
      .filter((block) => !block.done)
      .map(({ taskId: id, title, start, end, part, parts }) => ({
        taskId: id,
        title,
        start,
        end,
        part,
        parts,
      })),
    unscheduled: view.unscheduled.map(({ taskId: id, title, reason }) => ({ taskId: id, title, reason })),
    ...(view.collisions?.length
      ? {
          collisions: view.collisions.map(({ taskId: id, title, why }) => ({
            taskId: id,
            title,
            why: say(why),
          })),
        }
      : {}),
    solveMs: view.solveMs,
  });
}

/** A correction, as one made in the app: the personal language has learned from it when this returns. */
export async function editCommand(
  client: AppClient,
  id: string,
  pairs: readonly string[],
  requestTime: RequestTime,
  streams: Streams,
): Promise<void> {
  const patch = patchOf(pairs);
  await client.tasks.update({ id: idOf(id), patch, ...given(requestTime) });
  await helperReady(client);
  await client.app.settled({ timeoutMs: SETTLE_MS });
  await writeJson(streams.stdout, listed(await client.tasks.get({ id: idOf(id) })));
}

/** What is due, and what comes in the next seven days; moments on the wall clock. */
export async function remindersCommand(
  client: AppClient,
  { tz }: RequestTime,
  streams: Streams,
): Promise<void> {
  const zone = tz ?? (await client.app.status()).tz;
  const { due, coming } = await client.reminders.list();
  const view = ({ at, why, ...one }: (typeof due)[number]) => ({
    ...one,
    at: localOf(at, zone),
    why: say(why),
  });
  await writeJson(streams.stdout, { due: due.map(view), coming: coming.map(view) });
}

export async function startCommand(
  client: AppClient,
  id: string,
  requestTime: RequestTime,
  streams: Streams,
): Promise<void> {
  await writeJson(streams.stdout, listed(await client.tasks.start({ id: idOf(id), ...given(requestTime) })));
}

/** What a track command does: add a stretch of work, put one right, take one away, or list them. */
export type TrackRequest =
  | { kind: 'list' }
  | { kind: 'add'; from: string; to: string }
  | { kind: 'change'; stretchId: string; from: string; to: string }
  | { kind: 'remove'; stretchId: string };

/**
 * Tracked time of a task, which answers with its stretches on the wall clock. Of a finished task a change of them changes
 * how long it took, and the guesses learn from it.
 */
export async function trackCommand(
  client: AppClient,
  id: string,
  request: TrackRequest,
  requestTime: RequestTime,
  streams: Streams,
): Promise<void> {
  const task = await tracked(client, idOf(id), request, given(requestTime));
  if (request.kind !== 'list') await client.app.settled({ timeoutMs: SETTLE_MS });
  const tz = requestTime.tz ?? (await client.preferences.get()).zone ?? systemZone();
  const { stretches } = await client.tasks.stretches({ id: task.id });
  const { trackedMin, actualMin } = task;
  await writeJson(streams.stdout, {
    ...listed(task),
    trackedMin,
    actualMin,
    stretches: stretches.map(({ id: stretch, start, end, source }) => ({
      id: stretch,
      from: localOf(start, tz),
      to: end === null ? null : localOf(end, tz),
      source,
    })),
  });
}

function tracked(
  client: AppClient,
  id: TaskId,
  request: TrackRequest,
  where: ReturnType<typeof given>,
): Promise<Task> {
  switch (request.kind) {
    case 'list':
      return client.tasks.get({ id });
    case 'add':
      return client.tasks.track({ id, from: request.from, to: request.to, ...where });
    case 'change': {
      const { stretchId, from, to } = request;
      return client.tasks.changeStretch({
        stretchId: check(z.uuid(), stretchId, '--change'),
        from,
        to,
        ...where,
      });
    }
    case 'remove':
      return client.tasks.removeStretch({
        stretchId: check(z.uuid(), request.stretchId, '--remove'),
        ...where,
      });
  }
}

export async function doneCommand(
  client: AppClient,
  id: string,
  minutes: number | undefined,
  requestTime: RequestTime,
  streams: Streams,
): Promise<void> {
  const { task, next, ended } = await client.tasks.finish({
    id: idOf(id),
    ...(minutes === undefined ? {} : { minutes }),
    ...given(requestTime),
  });
  await writeJson(streams.stdout, {
    ...listed(task),
    actualMin: task.actualMin,
    next: next && listed(next),
    ended,
  });
  if (ended) streams.stderr.write(`${LAST_ONE}\n`);
}

const LAST_ONE = 'That was the last one; it no longer repeats.';

/** Skips one of a series, or gives a task up; of a series that is the same. */
export async function closeCommand(
  client: AppClient,
  command: 'skip' | 'drop',
  id: string,
  requestTime: RequestTime,
  streams: Streams,
): Promise<void> {
  const asked = { id: idOf(id), ...given(requestTime) };
  const { task, next, ended } = await (command === 'skip'
    ? client.tasks.skip(asked)
    : client.tasks.drop(asked));
  await writeJson(streams.stdout, { ...listed(task), next: next && listed(next), ended });
  if (ended) streams.stderr.write(`${LAST_ONE}\n`);
}

/** Ends a series; the present one stays as the last. */
export async function endCommand(client: AppClient, id: string, streams: Streams): Promise<void> {
  await writeJson(streams.stdout, listed(await client.tasks.endRepeating({ id: idOf(id) })));
}

export async function searchCommand(client: AppClient, query: string, streams: Streams): Promise<void> {
  await helperReady(client, true);
  const { results } = await client.tasks.search({ query });
  await writeJson(streams.stdout, { results: results.map(({ id, title, score }) => ({ id, title, score })) });
}

function idOf(text: string): TaskId {
  return check(taskId, text, 'ID');
}

/** Signs that a value may carry as it would in a typed line. */
const SIGNS: Partial<Record<keyof TaskPatch, RegExp>> = {
  project: /^#/,
  tags: /^@/,
  people: /^\+/,
  priority: /^p/i,
};
/** What is on hold is a status in a list, and so it is here. */
const fieldNames = fieldsWith('byHand').map((field) => (field === 'onHold' ? 'status' : field));

/** The value that a text stands for, by what its field takes. An empty one clears the field. */
function valueOf(field: keyof TaskPatch, text: string): unknown {
  const { byHand, ...rest } = taskFields[field];
  const takes = (sample: unknown): boolean => byHand.safeParse(sample).success;
  const sign = SIGNS[field] ?? '';
  if (takes([]))
    return valuesOf(text, sign).map((part) =>
      !takes([part]) && takes([Number(part)]) ? Number(part) : part,
    );
  if (text === '') return takes(null) ? null : 'initial' in rest ? rest.initial : text;
  const bare = text.replace(sign, '');
  if (takes(true)) return bare === 'true' ? true : bare === 'false' ? false : bare;
  if (takes(1)) return Number(bare);
  return bare === '' && takes(null) ? null : bare;
}

/** The parts of a list with commas, without their sign. */
export function valuesOf(text: string, sign: RegExp | '' = ''): string[] {
  return text
    .split(',')
    .map((part) => part.trim().replace(sign, ''))
    .filter(Boolean);
}

/** Turns `field=value` pairs into a patch. Throws `invalidInput` for a field that does not exist or a value that doesn't fit. */
export function patchOf(pairs: readonly string[]): TaskPatch {
  if (pairs.length === 0) throw new DaymarkError('invalidInput', { reason: 'edit takes field=value' });
  const raw: Record<string, unknown> = {};
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    const field = at < 0 ? pair : pair.slice(0, at);
    if (at < 0) throw new DaymarkError('invalidInput', { reason: `"${pair}" is not field=value` });
    if (!isField(field)) {
      throw new DaymarkError('invalidInput', {
        reason: `there is no field ${field}; fields are ${fieldNames.join(', ')}`,
      });
    }
    if (field === 'status') raw['onHold'] = heldBy(pair.slice(at + 1));
    else raw[field] = valueOf(field, pair.slice(at + 1));
  }
  return check(taskPatch as z.ZodType<TaskPatch>, raw, 'edit');
}

function heldBy(text: string): unknown {
  if (text === 'open') return null;
  if (text === 'someday' || text === 'waiting') return text;
  throw new DaymarkError('invalidInput', {
    reason: 'status takes open, someday or waiting; done, drop and skip are commands',
  });
}

function isField(name: string): name is (typeof fieldNames)[number] {
  return fieldNames.some((field) => field === name);
}
