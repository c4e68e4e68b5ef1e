import type { Message } from '../../core/messages/message.ts';
import type { ProblemTask } from '../../core/problem.ts';
import type { ConstraintName } from '../../core/plan-presets.ts';
import { usualMinutes } from '../constraints/load.ts';
import type { Placement } from '../constraints/index.ts';
import { union, type Interval } from '../model/intervals.ts';
import { NEVER } from '../model/model.ts';
import { pinWord } from './here.ts';
import { placementOf, type Part } from './placed.ts';
import type { Scene } from './scene.ts';
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
export function whyNotEarlier(scene: Scene, index: number): Message[] {
  const { task, from } = scene.parts[index]!;
  const { model } = scene;
  if (model.pinStart[task] !== NEVER) return [message(`plan.earlier.${pinWord(model.tasks[task]!)}`, {})];
  const limit = earliest(scene, index);
  if (from <= limit.bound) return [limit.why];
  const better = earlierPlace(scene, index, limit.bound);
  return better === undefined ? whatStandsBefore(scene, index, limit) : worseAt(scene, index, better);
}

interface Limit {
  /** The first minute at which the part may start at all. */
  bound: number;
  /** The fact that sets it. */
  why: Message;
}

function earliest(scene: Scene, index: number): Limit {
  const { model, parts } = scene;
  const { task, from } = parts[index]!;
  if (!scene.isFirstPart(parts[index]!)) {
    const before = parts.filter((part) => part.task === task && part.from < from);
    return { bound: Math.max(...before.map((part) => part.to)), why: message('plan.earlier.partBefore', {}) };
  }
  let bound = 0;
  let why = message('plan.earlier.now', {});
  if (model.release[task]! > bound) {
    bound = model.release[task]!;
    why = released(scene, task);
  }
  for (const pred of model.preds[task]!) {
    const end = scene.endOf[pred]!;
    if (end === NEVER || end <= bound) continue;
    bound = end;
    why = message('plan.earlier.dependency', { other: scene.title(pred), until: scene.local(end) });
  }
  return { bound, why };
}

function released({ model }: Scene, task: number): Message {
  const { series, earliest: from, chosenDay } = model.tasks[task]!;
  if (series !== undefined) return message('plan.earlier.spread', { from: from! });
  if (from === chosenDay) return message('plan.earlier.chosenDay', { day: chosenDay! });
  return message('plan.earlier.earliest', { from: from! });
}

/** Start of the first earlier free place that holds the part. */
function earlierPlace(scene: Scene, index: number, bound: number): number | undefined {
  const { task, from, to } = scene.parts[index]!;
  const firstPart = scene.isFirstPart(scene.parts[index]!);
  const { timeline } = scene.model;
  const isTaken = (at: number): boolean => firstPart && scene.siblingOn(task, at) !== undefined;
  for (const [start, end] of scene.freeFor(task)) {
    let at = Math.max(start, bound);
    while (at < end && isTaken(at)) at = timeline.dayStart[timeline.dayIndexOf(at) + 1]!;
    if (at >= from) return undefined;
    if (at + to - from <= end) return at;
  }
  return undefined;
}

/** Which constraints the earlier place would hurt, the worst first. */
function worseAt(scene: Scene, index: number, start: number): Message[] {
  const { model } = scene;
  const moved = scene.parts.map((part, i): Part => {
    return i === index ? { task: part.task, from: start, to: start + part.to - part.from } : part;
  });
  const { at, heads } = placementOf(model, moved);
  const then = scene.scorer.magnitudes(at, heads);
  const worse = WORSE_EARLIER.map((name) => {
    return { name, points: model.weights[name] * (then[name] - scene.magnitudes[name]) };
  })
    .filter(({ points }) => points > WORTH_SAYING)
    .sort((a, b) => b.points - a.points);
  const when = scene.local(start);
  if (worse.length === 0) return [message('plan.earlier.couldMove', { when })];
  return worse.map(({ name }) => {
    const held = name === 'load' ? dayAt(scene, start, at) : {};
    return message(`plan.earlier.worse.${name}`, { when, ...held });
  });
}

/** What the day of a minute would hold, and usually holds. */
function dayAt({ model }: Scene, minute: number, at: Placement): { heldMin: number; usualMin: number } {
  const day = model.timeline.dayIndexOf(minute);
  return { heldMin: dayMinutes(model, at)[day]!, usualMin: Math.round(usualMinutes(model)[day]!) };
}

/** Everything that fills the time before a block: meetings, closed hours, tasks that claimed it, gaps that are too short. */
function whatStandsBefore(scene: Scene, index: number, { bound, why }: Limit): Message[] {
  const reasons: Message[] = bound > 0 ? [why] : [];
  const closed = justEnded(scene, index) ?? opening(scene, index);
  if (closed) reasons.push(closed);
  const { task, from } = scene.parts[index]!;
  const ahead = scene.parts.filter(
    (part) =>
      part.task !== task && part.to <= from && part.from >= bound && scene.day(part.from) === scene.day(from),
  );
  for (const other of ahead.slice(-NAMED_AHEAD).reverse()) reasons.push(aheadOf(scene, other.task, task));
  const short = gaps(scene, index, bound);
  // That nothing is free goes without saying where it is said what has the time.
  const known = reasons.length > 0 && short[0]?.key === 'plan.earlier.nothingFree';
  return known ? reasons : [...reasons, ...short];
}

/** The appointment that lasts, its way back included, until shortly before a block. */
function justEnded({ model, parts }: Scene, index: number): Message | undefined {
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
function opening({ model, parts }: Scene, index: number): Message | undefined {
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
function aheadOf(scene: Scene, other: number, task: number): Message {
  const { model } = scene;
  const [ahead, own] = [model.tasks[other]!, model.tasks[task]!];
  const params = { other: scene.title(other) };
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
function gaps(scene: Scene, index: number, bound: number): Message[] {
  const { task, from, to } = scene.parts[index]!;
  const firstPart = scene.isFirstPart(scene.parts[index]!);
  const neededMin = to - from;
  let longestMin = 0;
  let sibling: { other: number; at: number } | undefined;
  for (const [open, close] of scene.freeFor(task)) {
    const at = Math.max(open, bound);
    const roomMin = Math.min(close, from) - at;
    if (roomMin <= 0) continue;
    const other = firstPart ? scene.siblingOn(task, at) : undefined;
    if (other === undefined) longestMin = Math.max(longestMin, roomMin);
    else if (roomMin >= neededMin) sibling = { other, at };
  }
  const reasons: Message[] = [];
  if (sibling)
    reasons.push(
      message('plan.earlier.series', { other: scene.title(sibling.other), day: scene.day(sibling.at) }),
    );
  const since = bound > 0 ? scene.local(bound) : null;
  if (longestMin > 0 && longestMin < neededMin)
    reasons.push(message('plan.earlier.gapsTooShort', { longestMin, neededMin, since }));
  else if (longestMin === 0 && !sibling) reasons.push(message('plan.earlier.nothingFree', { since }));
  return reasons;
}
