import type { IntentPreview } from '../../core/domain/intent-view.ts';
import type { Task } from '../../core/domain/task.ts';
import type { Message } from '../../core/messages/index.ts';
import { addDays } from '../../core/time/zoned.ts';
import type { ServiceContext, RequestTime } from '../context.ts';
import type { Planner } from '../planning/planner.ts';

const LOOKED_AT = 500;
const SHOWN = 5;
/** Taken for a task that nothing is known of. */
const UNKNOWN_MIN = 30;

/** Questions that a line may ask; nothing is changed by them. */
export class Answers {
  readonly #ctx: ServiceContext;
  readonly #planner: Planner;

  constructor(ctx: ServiceContext, planner: Planner) {
    this.#ctx = ctx;
    this.#planner = planner;
  }

  /** Open tasks that can be begun now and are done in so many minutes, what comes first of them first. */
  fit(minutes: number, requestTime: RequestTime): IntentPreview {
    const { tasks } = this.#ctx.db.tasks.list({ status: 'open', limit: LOOKED_AT });
    const open = new Set(tasks.map(({ id }) => id));
    const fitting = tasks.filter((task) => {
      const length = lengthOf(task);
      return (
        length !== null &&
        length <= minutes &&
        canBegin(task, requestTime.local) &&
        !task.dependsOn.some((id) => open.has(id))
      );
    });
    const answers = fitting.slice(0, SHOWN).map((task) => ({
      taskId: task.id,
      title: task.title,
      minutes: lengthOf(task),
      guessed: task.durationMin === null,
    }));
    const message: Message = { key: 'intents.fit', params: { count: fitting.length, minutes } };
    return { kind: 'fit', message, notes: [], version: null, changes: [], choices: [], answers };
  }

  /** When a task could be done: where the plan has it, with the forecast that knows of overruns; else where it would land. */
  async outlook(task: Task, requestTime: RequestTime): Promise<IntentPreview> {
    const { title } = task;
    const view = this.#planner.current({ now: requestTime.local, tz: requestTime.tz });
    const end = view.blocks.findLast((block) => block.taskId === task.id && !block.done)?.end;
    const forecast = view.outlook?.find(({ taskId }) => taskId === task.id);
    const doneBy = forecast?.doneBy ?? end;
    const notes: Message[] = [];
    const say = (message: Message): IntentPreview => ({
      kind: 'outlook',
      message,
      notes,
      version: null,
      changes: [],
      choices: [],
      answers: [{ taskId: task.id, title, minutes: lengthOf(task), guessed: task.durationMin === null }],
    });
    if (doneBy) {
      if (forecast?.surelyBy) notes.push({ key: 'intents.surely', params: { by: forecast.surelyBy } });
      if (task.deadline) notes.push({ key: 'intents.deadline', params: { by: task.deadline } });
      return say({ key: 'intents.doneBy', params: { title, by: doneBy } });
    }
    const estimate = await this.#planner.estimateCompletion(lengthOf(task) ?? UNKNOWN_MIN).catch(() => null);
    if (estimate === null) return say({ key: 'intents.noRoom', params: { title } });
    if (estimate.surely !== estimate.day)
      notes.push({ key: 'intents.surely', params: { by: estimate.surely } });
    return say({ key: 'intents.doneBy', params: { title, by: estimate.day } });
  }
}

const lengthOf = (task: Task): number | null => task.durationMin ?? task.predicted?.p50 ?? null;

/** Whether nothing holds a task back: no later day or moment, and no time of its own. */
function canBegin(task: Task, now: string): boolean {
  const later = (value: string | null): boolean => value !== null && value > now.slice(0, value.length);
  if (task.start !== null || later(task.earliest) || later(task.pinnedStart)) return false;
  return task.habitId === null || (task.date ?? '') < addDays(now.slice(0, 10), 1);
}
