import type { Habit } from '../../core/domain/habit.ts';
import type { RecommendationKind, Tally } from '../../core/domain/recommendation.ts';
import type { Task } from '../../core/domain/task.ts';
import type { WorkProfileView } from '../../core/domain/work-profile.ts';
import type { Message } from '../../core/messages/index.ts';
import type { RequestTime } from '../context.ts';
import { bestPlace, placeAfter, type PlanState } from './places.ts';
import { ageDays, minutesLeft } from './stall.ts';

/** What could be done for a stalled task. Pure: the same source gives the same offers. */

const FIRST_STEP_MIN = 10;
const FIRST_STEP_FROM_MIN = 20;
const VAGUE_WORDS = 2;
const SPLIT_FROM_MIN = 60;
const PART_MIN = 45;
const MOST_PARTS = 6;
const ROUND_MIN = 5;
const DROP_FROM_DEFERRALS = 3;
const DROP_FROM_DAYS = 14;
/** A habit is liked when so much of it gets done, and often enough to say so. */
const LIKED_SHARE = 0.7;
const LIKED_FROM = 4;

/** What taking an offer does. */
export type RecommendedAction =
  | { kind: 'firstStep'; minutes: number }
  | { kind: 'split'; parts: number; minutes: number }
  | { kind: 'betterHour' | 'pair'; start: string }
  | { kind: 'delegate'; person: string }
  | { kind: 'drop' };

export interface Offer {
  kind: RecommendationKind;
  action: RecommendedAction;
  /** For the button, and the reason. */
  words: Message;
  reason: Message;
  /** What is said once it was done, beside what the action itself decides. */
  done: Message;
}

export interface OfferSource {
  task: Task;
  /** Null before the first plan. */
  planState: PlanState | null;
  profile: Pick<WorkProfileView, 'energyByHour' | 'source' | 'focus'>;
  /** Habits with how their sessions went lately, by id. */
  habits: ReadonlyMap<string, { habit: Habit; done: Tally }>;
  /** The habit that a planned block is a session of. */
  habitOf(taskId: string): string | undefined;
  /** Who is on other tasks of the same project, and on how many; most first. */
  people: readonly { name: string; count: number }[];
}

/** Everything that makes sense for the task; the order is another's to choose. */
export function offersFor(source: OfferSource, request: RequestTime): Offer[] {
  return [
    firstStep(source.task),
    split(source),
    betterHour(source),
    pair(source),
    delegate(source),
    drop(source.task, request),
  ].filter((offer) => offer !== null);
}

/** What has open parts is begun with them. */
function isWhole({ parentId, subtasks, rrule }: Task): boolean {
  return parentId === null && subtasks === 0 && rrule === null;
}

function firstStep(task: Task): Offer | null {
  const minutes = minutesLeft(task);
  if (!isWhole(task) || minutes < FIRST_STEP_FROM_MIN || task.trackedMin > 0) return null;
  const isVague = task.title.trim().split(/\s+/).length <= VAGUE_WORDS;
  const words = { minutes: FIRST_STEP_MIN };
  return {
    kind: 'firstStep',
    action: { kind: 'firstStep', minutes: FIRST_STEP_MIN },
    words: { key: 'recommendation.firstStep.action', params: words },
    reason: isVague
      ? { key: 'recommendation.firstStep.vague', params: {} }
      : { key: 'recommendation.firstStep.reason', params: { minutes } },
    done: { key: 'recommendation.firstStep.done', params: words },
  };
}

function split({ task, profile }: OfferSource): Offer | null {
  const minutes = minutesLeft(task);
  if (!isWhole(task) || minutes < SPLIT_FROM_MIN) return null;
  const usual =
    profile.focus && profile.focus.value.lengthMin >= ROUND_MIN ? profile.focus.value.lengthMin : null;
  const each = Math.min(PART_MIN, Math.max(20, usual ?? PART_MIN));
  const parts = Math.min(MOST_PARTS, Math.max(2, Math.ceil(minutes / each)));
  const length = Math.ceil(minutes / parts / ROUND_MIN) * ROUND_MIN;
  const words = { parts, minutes: length };
  return {
    kind: 'split',
    action: { kind: 'split', parts, minutes: length },
    words: { key: 'recommendation.split.action', params: words },
    reason: {
      key: 'recommendation.split.reason',
      params: { minutes, usual: usual === null || usual >= minutes ? null : Math.round(usual) },
    },
    done: { key: 'recommendation.split.done', params: words },
  };
}

function betterHour({ task, planState, profile }: OfferSource): Offer | null {
  if (!planState || task.pinnedStart !== null || task.start !== null || task.subtasks > task.subtasksDone)
    return null;
  const place = bestPlace(task.id, minutesLeft(task), planState, profile);
  if (!place) return null;
  return {
    kind: 'betterHour',
    action: { kind: 'betterHour', start: place.start },
    words: { key: 'recommendation.betterHour.action', params: { start: place.start } },
    reason: {
      key: `recommendation.betterHour.${profile.source === 'learned' ? 'learned' : 'said'}`,
      params: { hour: place.hour },
    },
    done: { key: 'recommendation.betterHour.done', params: { start: place.start } },
  };
}

function pair({ task, planState, habits, habitOf }: OfferSource): Offer | null {
  if (!planState || task.pinnedStart !== null || task.start !== null || task.subtasks > task.subtasksDone)
    return null;
  for (const block of planState.plan.blocks) {
    const known = habits.get(habitOf(block.taskId) ?? '');
    if (!known || known.done.of < LIKED_FROM || known.done.count < LIKED_SHARE * known.done.of) continue;
    const start = placeAfter(block, minutesLeft(task), planState, task.id);
    if (start === null) continue;
    const params = { other: known.habit.title, start };
    return {
      kind: 'pair',
      action: { kind: 'pair', start },
      words: { key: 'recommendation.pair.action', params },
      reason: {
        key: 'recommendation.pair.reason',
        params: { other: known.habit.title, ...known.done },
      },
      done: { key: 'recommendation.pair.done', params },
    };
  }
  return null;
}

function delegate({ task, people }: OfferSource): Offer | null {
  const named = task.people[0];
  const other = people[0];
  const person = named ?? other?.name;
  if (person === undefined || task.rrule !== null) return null;
  return {
    kind: 'delegate',
    action: { kind: 'delegate', person },
    words: { key: 'recommendation.delegate.action', params: { person } },
    reason: named
      ? { key: 'recommendation.delegate.named', params: { person } }
      : {
          key: 'recommendation.delegate.reason',
          params: { person, count: other!.count, project: task.project },
        },
    done: { key: 'recommendation.delegate.done', params: { person } },
  };
}

/** What matters most, or has a deadline to come, is nothing to let go of. */
function drop(task: Task, { local }: RequestTime): Offer | null {
  const days = ageDays(task, local.slice(0, 10));
  const isOld = task.deferrals >= DROP_FROM_DEFERRALS || days >= DROP_FROM_DAYS;
  const isDue = task.deadline !== null && task.deadline >= local.slice(0, 10);
  if (!isOld || isDue || task.priority === 1 || task.rrule !== null) return null;
  return {
    kind: 'drop',
    action: { kind: 'drop' },
    words: { key: 'recommendation.drop.action', params: {} },
    reason: { key: 'recommendation.drop.reason', params: { count: task.deferrals, days } },
    done: { key: 'recommendation.drop.done', params: {} },
  };
}
