import type { Message } from '../../core/messages/message.ts';
import type { ProblemTask } from '../../core/problem.ts';
import type { ConstraintName } from '../../core/plan-presets.ts';
import { usualMinutes } from '../constraints/load.ts';
import type { Placement } from '../constraints/index.ts';
import { union, type Interval } from '../model/intervals.ts';
import { NEVER } from '../model/model.ts';
import { pinWord } from './here.ts';
import { placementOf, type Part } from './placed.ts';
import type { PlanContext } from './plan-context.ts';
import { dayMinutes } from './scorer.ts';
import { message } from './words.ts';

/** Differences below this many points of the soft score are not worth a sentence. */
const WORTH_SAYING = 0.5;
/** An appointment that ended longer ago is not what keeps a block from standing earlier. */
const JUST_ENDED_MIN = 15;
/** Tasks before a block that are named. */
const NAMED_AHEAD = 2;

/** What an earlier place can make worse; being done sooner never makes anything late, nor more pieces. */
export const WORSE_EARLIER = [
  'energy',
  'switching',
  'buffers',
  'focus',
  'focusTime',
  'load',
  'preferred',
  'stability',
] as const satisfies readonly ConstraintName[];

/** What keeps a part from standing earlier, each of it checkable. Never empty. */
export function whyNotEarlier(context: PlanContext, index: number): Message[] {
  const { task, from } = context.parts[index]!;
  const { model } = context;
  if (model.pinStart[task] !== NEVER) return [message(`plan.earlier.${pinWord(model.tasks[task]!)}`, {})];
  const limit = earliest(context, index);
  if (from <= limit.bound) return [limit.why];
  const better = earlierPlace(context, index, limit.bound);
  return better === undefined ? whatStandsBefore(context, index, limit) : worseAt(context, index, better);
}

interface Limit {
  /** The first minute at which the part may start at all. */
  bound: number;
  /** The fact that sets it. */
  why: Message;
}

function earliest(context: PlanContext, index: number): Limit {
  const { model, parts } = context;
  const { task, from } = parts[index]!;
  if (!context.isFirstPart(parts[index]!)) {
    const before = parts.filter((part) => part.task === task && part.from < from);
    return { bound: Math.max(...before.map((part) => part.to)), why: message('plan.earlier.partBefore', {}) };
  }
  let bound = 0;
  let why = message('plan.earlier.now', {});
  if (model.release[task]! > bound) {
    bound = model.release[task]!;
    why = released(context, task);
  }
  for (const pred of model.preds[task]!) {
    const end = context.endOf[pred]!;
    if (end === NEVER || end <= bound) continue;
    bound = end;
    why = message('plan.earlier.dependency', { other: context.title(pred), until: context.local(end) });
  }
  return { bound, why };
}

function released({ model }: PlanContext, task: number): Message {
  const { series, earliest: from, chosenDay } = model.tasks[task]!;
  if (series !== undefined) return message('plan.earlier.spread', { from: from! });
  if (from === chosenDay) return message('plan.earlier.chosenDay', { day: chosenDay! });
  return message('plan.earlier.earliest', { from: from! });
}

/** Start of the first earlier free place that holds the part. */
function earlierPlace(context: PlanContext, index: number, bound: number): number | undefined {
  const { task, from, to } = context.parts[index]!;
  const firstPart = context.isFirstPart(context.parts[index]!);
  const { timeline } = context.model;
  const isTaken = (at: number): boolean => firstPart && context.siblingOn(task, at) !== undefined;
  for (const [start, end] of context.freeFor(task)) {
    let at = Math.max(start, bound);
    while (at < end && isTaken(at)) at = timeline.dayStart[timeline.dayIndexOf(at) + 1]!;
    if (at >= from) return undefined;
    if (at + to - from <= end) return at;
  }
  return undefined;
}

/** Which constraints the earlier place would hurt, the worst first. */
function worseAt(context: PlanContext, index: number, start: number): Message[] {
  const { model } = context;
  const moved = context.parts.map((part, i): Part => {
    return i === index ? { task: part.task, from: start, to: start + part.to - part.from } : part;
  });
  const { at, heads } = placementOf(model, moved);
  const then = context.scorer.magnitudes(at, heads);
  const worse = WORSE_EARLIER.map((name) => {
    return { name, points: model.weights[name] * (then[name] - context.magnitudes[name]) };
  })
    .filter(({ points }) => points > WORTH_SAYING)
    .sort((a, b) => b.points - a.points);
  const when = context.local(start);
  if (worse.length === 0) return [message('plan.earlier.couldMove', { when })];
  return worse.map(({ name }) => {
    const held = name === 'load' ? dayAt(context, start, at) : {};
    return message(`plan.earlier.worse.${name}`, { when, ...held });
  });
}

/** What the day of a minute would hold, and usually holds. */
function dayAt({ model }: PlanContext, minute: number, at: Placement): { heldMin: number; usualMin: number } {
  const day = model.timeline.dayIndexOf(minute);
  return { heldMin: dayMinutes(model, at)[day]!, usualMin: Math.round(usualMinutes(model)[day]!) };
}

/** Everything that fills the time before a block: meetings, closed hours, tasks that claimed it, gaps that are too short. */
function whatStandsBefore(context: PlanContext, index: number, { bound, why }: Limit): Message[] {
  const reasons: Message[] = bound > 0 ? [why] : [];
  const closed = justEnded(context, index) ?? opening(context, index);
  if (closed) reasons.push(closed);
  const { task, from } = context.parts[index]!;
  const ahead = context.parts.filter(
    (part) =>
      part.task !== task &&
      part.to <= from &&
      part.from >= bound &&
      context.day(part.from) === context.day(from),
  );
  for (const other of ahead.slice(-NAMED_AHEAD).reverse()) reasons.push(aheadOf(context, other.task, task));
  const short = gaps(context, index, bound);
  // That nothing is free goes without saying where it is said what has the time.
  const known = reasons.length > 0 && short[0]?.key === 'plan.earlier.nothingFree';
  return known ? reasons : [...reasons, ...short];
}

/** The appointment that lasts, its way back included, until shortly before a block. */
function justEnded({ model, parts }: PlanContext, index: number): Message | undefined {
  const { from } = parts[index]!;
  const { timeline, problem } = model;
  for (const { title, id, start, end, travelAfterMin = 0 } of problem.events) {
    const until = timeline.minuteOf(end);
    const back = until + Math.ceil(travelAfterMin);
    if (back > from || back <= from - JUST_ENDED_MIN || timeline.minuteOf(start) >= until) continue;
    const params = {
      event: title ?? id,
      until: timeline.localOf(until),
      travelMin: Math.ceil(travelAfterMin),
    };
    return message('plan.earlier.event', params);
  }
  return undefined;
}

/** Hours that begin where a block does: the task's own, else the working hours. */
function opening({ model, parts }: PlanContext, index: number): Message | undefined {
  const { task, from } = parts[index]!;
  const { timeline, problem, tasks } = model;
  const day = timeline.dayIndexOf(from);
  const begins = (hours: ProblemTask['windows'] | 'always'): boolean => {
    if (!hours || hours === 'always' || day < 0) return false;
    const spans = hours[timeline.weekdays[day]!] ?? [];
    return union(spans.map(([a, b]): Interval => timeline.spanOfDay(day, a, b))).some(
      ([open]) => open === from,
    );
  };
  const { windows, ownHours } = tasks[task]!;
  if (begins(windows)) return message('plan.earlier.window', { from: timeline.localOf(from) });
  if (!ownHours && begins(problem.workingHours))
    return message('plan.earlier.hours', { from: timeline.localOf(from) });
  return undefined;
}

/** Why another task got the time before this one: only what both tasks show. */
function aheadOf(context: PlanContext, other: number, task: number): Message {
  const { model } = context;
  const [ahead, own] = [model.tasks[other]!, model.tasks[task]!];
  const params = { other: context.title(other) };
  if (model.pinStart[other] !== NEVER) {
    const word = pinWord(ahead);
    return message(`plan.earlier.${OTHER[word]}`, { ...params, at: ahead.pinnedStart! });
  }
  const deadline = ({ due, dueBy = 'deadline' }: ProblemTask): string | undefined =>
    dueBy === 'deadline' ? due : undefined;
  const due = deadline(ahead);
  if (due !== undefined && ahead.series === undefined) {
    if (deadline(own) === undefined) return message('plan.earlier.otherDue', { ...params, due });
    if (model.due[other]! < model.due[task]!)
      return message('plan.earlier.otherDueSooner', { ...params, due });
  }
  const priority = ahead.priority ?? 4;
  if (priority < (own.priority ?? 4)) return message('plan.earlier.otherPriority', { ...params, priority });
  return message('plan.earlier.otherThere', params);
}

const OTHER = {
  pinned: 'otherPinned',
  atTime: 'otherAtTime',
  running: 'otherRunning',
  kept: 'otherKept',
} as const;

/** That no free stretch before a block is long enough, or those that are lie on days of its series. */
function gaps(context: PlanContext, index: number, bound: number): Message[] {
  const { task, from, to } = context.parts[index]!;
  const firstPart = context.isFirstPart(context.parts[index]!);
  const neededMin = to - from;
  let longestMin = 0;
  let sibling: { other: number; at: number } | undefined;
  for (const [open, close] of context.freeFor(task)) {
    const at = Math.max(open, bound);
    const roomMin = Math.min(close, from) - at;
    if (roomMin <= 0) continue;
    const other = firstPart ? context.siblingOn(task, at) : undefined;
    if (other === undefined) longestMin = Math.max(longestMin, roomMin);
    else if (roomMin >= neededMin) sibling = { other, at };
  }
  const reasons: Message[] = [];
  if (sibling)
    reasons.push(
      message('plan.earlier.series', { other: context.title(sibling.other), day: context.day(sibling.at) }),
    );
  const since = bound > 0 ? context.local(bound) : null;
  if (longestMin > 0 && longestMin < neededMin)
    reasons.push(message('plan.earlier.gapsTooShort', { longestMin, neededMin, since }));
  else if (longestMin === 0 && !sibling) reasons.push(message('plan.earlier.nothingFree', { since }));
  return reasons;
}
