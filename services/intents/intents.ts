import { createHash } from 'node:crypto';
import { DaymarkError } from '../../core/errors.ts';
import type { IntentChange, IntentPreview } from '../../core/domain/intent-view.ts';
import type { Task } from '../../core/domain/task.ts';
import type { TaskId } from '../../core/ids.ts';
import type { IntentReading, SpokenIntent } from '../../core/intents.ts';
import type { Message } from '../../core/messages/index.ts';
import type { Events } from '../calendar/events.ts';
import { readingContext } from '../capture/context.ts';
import { requestTimeOf, type ServiceContext, type RequestTime } from '../context.ts';
import { runIntent } from '../intent.ts';
import type { Planner } from '../planning/planner.ts';
import type { Search } from '../search.ts';
import { applyDeferral, movement, standsAt } from '../tasks/move.ts';
import type { Deferral } from '../tasks/deferral.ts';
import type { Tasks } from '../tasks/tasks.ts';
import { Answers } from './answers.ts';
import { meantBy, MAX_TASKS, type Meant } from './resolve.ts';

/** How long a preview may wait for the parser; without it a line is a new task. */
const READ_MS = 2_000;

const STEPS: Partial<Record<IntentPreview['kind'], string>> = {
  move: 'tasks.move',
  finish: 'tasks.finish',
  keepFree: 'events.create',
};

export interface IntentLine {
  text: string;
  chosen?: TaskId | undefined;
  now?: string;
  tz?: string;
}

export interface Applied {
  /** Name of the step in the history. */
  intent: string;
  ids: TaskId[];
  message: Message;
}

/** What would be done, with the way to do it. */
interface Ready {
  preview: IntentPreview;
  apply: (() => TaskId[]) | null;
}

interface Parts {
  tasks: Tasks;
  events: Events;
  planner: Planner;
  search: Search;
}

/**
 * Lines that ask something of what is there. The words are read by the language model's process; which tasks are meant
 * is decided here, by their titles. Nothing is changed before it was shown, and nothing but what was shown.
 */
export class Intents {
  readonly #ctx: ServiceContext;
  readonly #parts: Parts;
  readonly #answers: Answers;

  constructor(ctx: ServiceContext, parts: Parts) {
    this.#ctx = ctx;
    this.#parts = parts;
    this.#answers = new Answers(ctx, parts.planner);
  }

  /** What a line would change, or the answer to what it asks; null for a line that is a new task. */
  async preview(line: IntentLine): Promise<IntentPreview | null> {
    return (await this.#ready(line))?.preview ?? null;
  }

  /**
   * Readies what the preview of this version showed; what this answers does it, as one step of the history.
   *
   * @throws DaymarkError `invalidInput` for a line that changes nothing, `conflict` when it would change something else.
   */
  async apply(line: IntentLine & { version: string }): Promise<() => Applied> {
    const ready = await this.#ready(line);
    if (!ready?.apply)
      throw new DaymarkError('invalidInput', { reason: 'text: this changes nothing that is there' });
    const { preview, apply } = ready;
    if (preview.version !== line.version) throw new DaymarkError('conflict');
    return () => ({
      intent: STEPS[preview.kind] ?? '',
      ids: apply(),
      message: { ...preview.message, key: `${preview.message.key}.done` },
    });
  }

  async #ready(line: IntentLine): Promise<Ready | null> {
    const requestTime = requestTimeOf(this.#ctx, line);
    const spoken = await this.#read(line.text, requestTime);
    if (spoken === null) return null;
    const { reading } = spoken;
    switch (reading.kind) {
      case 'keepFree':
        return this.#keepFree(reading, spoken, requestTime);
      case 'fit':
        return { preview: this.#answers.fit(reading.minutes, requestTime), apply: null };
      default:
        return this.#aboutTasks(reading, line, requestTime);
    }
  }

  async #read(text: string, requestTime: RequestTime): Promise<SpokenIntent | null> {
    const context = readingContext(this.#ctx, requestTime);
    try {
      const signal = AbortSignal.timeout(READ_MS);
      return (await this.#ctx.ml.client.readIntent({ text, context }, { signal })).intent;
    } catch {
      return null;
    }
  }

  async #aboutTasks(
    reading: IntentReading & { kind: 'move' | 'finish' | 'outlook' },
    line: IntentLine,
    requestTime: RequestTime,
  ): Promise<Ready | null> {
    const meant = await this.#meant(reading, line, requestTime);
    if (meant.tasks.length === 0) return null;
    if (meant.ask) return { preview: asking(reading.kind, meant.tasks), apply: null };
    if (reading.kind === 'outlook')
      return { preview: await this.#answers.outlook(meant.tasks[0]!, requestTime), apply: null };
    if (meant.tasks.length > MAX_TASKS) throw new DaymarkError('tooLarge', { limit: `${MAX_TASKS} tasks` });
    return reading.kind === 'finish'
      ? this.#finish(meant.tasks, line)
      : this.#move(meant.tasks, reading.to, line, requestTime);
  }

  /** A chosen task is taken only if it is one of those that were offered. */
  async #meant(
    { object }: IntentReading & { kind: 'move' | 'finish' | 'outlook' },
    { chosen }: IntentLine,
    requestTime: RequestTime,
  ): Promise<Meant> {
    const meant = await meantBy(this.#ctx, this.#parts.search, object, requestTime);
    if (chosen === undefined) return meant;
    return { tasks: meant.tasks.filter(({ id }) => id === chosen), ask: false };
  }

  /** Only one at a time: each is an outcome of its own. */
  #finish(tasks: Task[], line: IntentLine): Ready | null {
    const [task, ...others] = tasks;
    if (task === undefined) return null;
    if (others.length > 0) return { preview: asking('finish', tasks.slice(0, 6)), apply: null };
    const changes = [{ taskId: task.id, title: task.title, from: task.start ?? task.date, to: null }];
    const message: Message = { key: 'intents.finish', params: { title: task.title } };
    return ready('finish', message, changes, [task], () => {
      this.#parts.tasks.finish(task.id, undefined, line);
      return [task.id];
    });
  }

  #move(tasks: readonly Task[], to: string, line: IntentLine, requestTime: RequestTime): Ready {
    const ctx = this.#ctx;
    const today = requestTime.local.slice(0, 10);
    const moves = tasks.flatMap((task): { task: Task; move: Deferral }[] => {
      const move = movement(
        task,
        tasks.length > 1 ? to.slice(0, 10) : to,
        standsAt(ctx, task.id, today),
        today,
      );
      return move === null ? [] : [{ task, move }];
    });
    const [first] = moves;
    const changes = moves.map(({ task, move }) => ({
      taskId: task.id,
      title: task.title,
      from: task.start ?? task.date,
      to: move.change.start ?? move.change.date ?? to,
    }));
    const message: Message = {
      key: moves.length === 0 ? 'intents.moved' : 'intents.move',
      params: { count: moves.length, title: (first?.task ?? tasks[0])?.title ?? '', to },
    };
    if (first === undefined) return { preview: empty('move', message), apply: null };
    return ready(
      'move',
      message,
      changes,
      moves.map(({ task }) => task),
      () => {
        runIntent(ctx, { name: 'tasks.move', requestTime: requestTimeOf(ctx, line) }, (intent) => {
          intent.about(moves.length === 1 ? first.task.title : null, moves.length);
          for (const { task, move } of moves) applyDeferral(ctx, intent, task, move, to);
        });
        return moves.map(({ task }) => task.id);
      },
    );
  }

  /** An event that nothing is planned over. What has a time of its own there stays, and is said. */
  #keepFree(
    { start, end, allDay }: IntentReading & { kind: 'keepFree' },
    { language }: SpokenIntent,
    requestTime: RequestTime,
  ): Ready {
    const { events, planner } = this.#parts;
    const blocks = planner
      .current({ now: requestTime.local, tz: requestTime.tz })
      .blocks.filter((block) => !block.done && block.start < end && block.end > start);
    const moving = blocks.filter((block) => !block.pinned && !block.running);
    const fixed = events
      .list(start.slice(0, 10), end)
      .filter((event) => event.blocks && event.start < end && event.end > start);
    const notes: Message[] = [];
    if (moving.length > 0) notes.push({ key: 'intents.replanned', params: { count: moving.length } });
    const stays = [...fixed, ...blocks.filter((block) => block.pinned)];
    if (stays.length > 0)
      notes.push({ key: 'intents.stays', params: { count: stays.length, title: stays[0]?.title ?? '' } });
    const preview: IntentPreview = {
      ...empty('keepFree', { key: 'intents.keepFree', params: { start, end, allDay } }),
      notes,
      version: versionOf('keepFree', [start, end]),
    };
    return {
      preview,
      apply: () => {
        const title = language === 'de' ? 'Freigehalten' : 'Kept free';
        events.create({
          title,
          start,
          end,
          allDay,
          blocks: true,
          travelBeforeMin: 0,
          travelAfterMin: 0,
          tz: requestTime.tz,
        });
        return [];
      },
    };
  }
}

function ready(
  kind: 'move' | 'finish',
  message: Message,
  changes: IntentChange[],
  tasks: readonly Task[],
  apply: () => TaskId[],
): Ready {
  const parts = tasks.map(({ id, revision }, index) => `${id}:${revision}:${changes[index]?.to ?? ''}`);
  return { preview: { ...empty(kind, message), changes, version: versionOf(kind, parts) }, apply };
}

function empty(kind: IntentPreview['kind'], message: Message): IntentPreview {
  return { kind, message, notes: [], version: null, changes: [], choices: [], answers: [] };
}

function asking(kind: IntentPreview['kind'], tasks: readonly Task[]): IntentPreview {
  const choices = tasks.map(({ id, title, project, start, date }) => ({
    taskId: id,
    title,
    project,
    date: start ?? date,
  }));
  return { ...empty(kind, { key: 'intents.which', params: { kind, count: choices.length } }), choices };
}

function versionOf(kind: string, parts: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, ...parts]))
    .digest('base64url');
}
