import { z } from 'zod';
import { taskPatch, type Task } from '../core/domain/task.ts';
import { taskId } from '../core/ids.ts';
import { say } from '../core/messages/index.ts';
import { calendarDay, calendarMoment } from '../core/time/schemas.ts';
import type { AppClient } from '../shell/rpc.ts';

/** What an assistant can do with a profile: the use cases of the contract, in few words. */

export interface Tool {
  name: string;
  description: string;
  /** Whether it changes data; such a tool is there only with `--write`. */
  writes: boolean;
  /** JSON schema of its arguments. */
  inputSchema: Record<string, unknown>;
  /** Throws `z.ZodError` for arguments that don't fit, DaymarkError for what the profile refuses. */
  call(client: AppClient, args: unknown): Promise<unknown>;
}

function tool<S extends z.ZodObject>(
  name: string,
  writes: boolean,
  description: string,
  input: S,
  run: (client: AppClient, args: z.output<S>) => Promise<unknown>,
): Tool {
  return {
    name,
    description,
    writes,
    inputSchema: z.toJSONSchema(input, { io: 'input' }),
    call: (client, args) => run(client, input.parse(args ?? {})),
  };
}

const MAX_LISTED = 200;
const id = z.object({ id: taskId });

/** The fields of a task that an assistant gets as they are. */
const SHOWN = [
  'id',
  'title',
  'notes',
  'status',
  'project',
  'tags',
  'priority',
  'date',
  'start',
  'deadline',
  'rrule',
  'dependsOn',
  'durationMin',
  'actualMin',
] as const satisfies readonly (keyof Task)[];

function shown(task: Task): Record<string, unknown> {
  const { predicted, completedAt } = task;
  return {
    ...Object.fromEntries(SHOWN.map((field) => [field, task[field]])),
    estimatedMin: predicted && Math.round(predicted.p50),
    completedAt: completedAt === null ? null : new Date(completedAt).toISOString(),
  };
}

const reading: readonly Tool[] = [
  tool(
    'list_tasks',
    false,
    'Tasks, in the order in which they are best done. Days are YYYY-MM-DD, moments YYYY-MM-DDTHH:mm on the person’s clock.',
    z.object({
      status: z.enum(['open', 'done', 'dropped', 'any']).default('open'),
      limit: z.int().min(1).max(MAX_LISTED).default(50),
      offset: z.int().min(0).default(0),
    }),
    async (client, filter) => {
      const { tasks, total } = await client.tasks.list(filter);
      return { tasks: tasks.map(shown), total };
    },
  ),
  tool('get_task', false, 'One task with its notes.', id, async (client, args) =>
    shown(await client.tasks.get(args)),
  ),
  tool(
    'search_tasks',
    false,
    'Tasks by words and by meaning, finished ones included.',
    z.object({ query: z.string().min(1).max(1_000), limit: z.int().min(1).max(100).default(20) }),
    async (client, args) => client.tasks.search({ ...args, includeDone: true }),
  ),
  tool(
    'get_plan',
    false,
    'The present plan: which task when, and what has no room.',
    z.object({}),
    async (client) => {
      const { blocks, unscheduled, stale } = await client.planning.current();
      return {
        blocks: blocks.map(({ taskId: of, title, start, end, done }) => ({
          taskId: of,
          title,
          start,
          end,
          done,
        })),
        unscheduled: unscheduled.map(({ taskId: of, title, reason }) => ({ taskId: of, title, reason })),
        stale,
      };
    },
  ),
  tool(
    'list_events',
    false,
    'Appointments from one day to before another, those of subscribed calendars included.',
    z.object({ from: calendarDay, to: calendarDay }),
    async (client, args) => client.events.list(args),
  ),
  tool(
    'list_projects',
    false,
    'Projects and how many tasks are open in each.',
    z.object({}),
    async (client) => client.projects.list(),
  ),
];

const writing: readonly Tool[] = [
  tool(
    'add_task',
    true,
    'Adds a task from one line as a person types it: "Send invoice to Julia by Friday 20m #Work p2".',
    z.object({ text: z.string().min(1).max(2_000) }),
    async (client, args) => shown(await client.tasks.create(args)),
  ),
  tool(
    'update_task',
    true,
    'Changes fields of a task; null clears one.',
    z.object({ id: taskId, patch: taskPatch }),
    async (client, args) => shown(await client.tasks.update(args)),
  ),
  tool('start_task', true, 'Starts its timer.', id, async (client, args) =>
    shown(await client.tasks.start(args)),
  ),
  tool(
    'finish_task',
    true,
    'Marks a task as done, with the minutes it took where they are known.',
    z.object({ id: taskId, minutes: z.number().positive().max(100_000).optional() }),
    async (client, { id: of, minutes }) => {
      const { task, next } = await client.tasks.finish(
        minutes === undefined ? { id: of } : { id: of, minutes },
      );
      return { task: shown(task), next: next && shown(next) };
    },
  ),
  tool(
    'defer_task',
    true,
    'Puts a task off to a day or a moment.',
    z.object({ id: taskId, until: z.union([calendarDay, calendarMoment]) }),
    async (client, args) => shown(await client.tasks.defer(args)),
  ),
  tool('drop_task', true, 'It won’t be done.', id, async (client, args) =>
    shown((await client.tasks.drop(args)).task),
  ),
  tool(
    'add_event',
    true,
    'Adds an appointment that tasks are planned around.',
    z.object({ title: z.string().min(1).max(1_000), start: calendarMoment, end: calendarMoment }),
    async (client, args) => client.events.create(args),
  ),
  tool('replan', true, 'Plans again and answers with the plan.', z.object({}), async (client) => {
    const { blocks } = await client.planning.replan({});
    return { blocks: blocks.map(({ taskId: of, title, start, end }) => ({ taskId: of, title, start, end })) };
  }),
  tool('undo', true, 'Takes the last change back.', z.object({}), async (client) => {
    const { message } = await client.tasks.undo({});
    return { undone: message && say(message) };
  }),
];

export function toolsFor(write: boolean): readonly Tool[] {
  return write ? [...reading, ...writing] : reading;
}
