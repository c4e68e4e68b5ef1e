import type { Message } from '../core/messages/message.ts';
import type { BlockReasons, Plan, Problem } from '../core/problem.ts';
import { usualMinutes } from './constraints/load.ts';
import type { Placement } from './constraints/index.ts';
import { focusSide } from './constraints/focustime.ts';
import { intersect, subtract, type Interval } from './model/intervals.ts';
import { NEVER, type Model } from './model/model.ts';
import type { ConstraintName } from '../core/plan-presets.ts';
import { compileFor, partsOf, placementOf, type Part } from './report/placed.ts';
import { dayMinutes, Scorer } from './report/scorer.ts';
import { message } from './report/unscheduled.ts';
import { checkProblem } from './validate.ts';

/** Differences below this many points of the soft score are not worth a sentence. */
const WORTH_SAYING = 0.5;

/**
 * Why every block stands where it stands, and what keeps it from standing earlier. Reasons come from the facts
 * (pins, dependencies, meetings, hours) and from moving the block to the first earlier place that is free and
 * scoring the plan again; what would get worse is why it is not there.
 *
 * @param only ids of the tasks to explain; all of them when left out
 * @throws DaymarkError like `solve`, for a problem that makes no sense.
 */
export function explain(problem: Problem, plan: Plan, only?: ReadonlySet<string>): BlockReasons[] {
  checkProblem(problem);
  return new Explainer(compileFor(problem, plan), plan).all(only);
}

class Explainer {
  readonly #model: Model;
  readonly #scorer: Scorer;
  readonly #parts: Part[];
  readonly #plan: Plan;
  readonly #now: Record<ConstraintName, number>;
  readonly #free: Interval[];
  readonly #endOf: Int32Array;

  constructor(model: Model, plan: Plan) {
    this.#model = model;
    this.#plan = plan;
    this.#scorer = new Scorer(model);
    this.#parts = partsOf(model, plan.blocks);
    const { at, heads } = placementOf(model, this.#parts);
    this.#endOf = at.end;
    this.#now = this.#scorer.magnitudes(at, heads);
    this.#free = subtract(
      model.free,
      this.#parts.map(({ from, to }): Interval => [from, to]),
    );
  }

  all(only?: ReadonlySet<string>): BlockReasons[] {
    const order = this.#plan.blocks.filter(({ taskId }) => {
      return this.#model.indexOf.has(taskId) && (only?.has(taskId) ?? true);
    });
    return order.map((block) => {
      const task = this.#model.indexOf.get(block.taskId)!;
      const from = this.#model.timeline.minuteOf(block.start);
      const index = this.#parts.findIndex((part) => part.task === task && part.from === from);
      return {
        taskId: block.taskId,
        part: block.part,
        whyHere: this.#whyHere(index),
        whyNotEarlier: this.#whyNotEarlier(index),
      };
    });
  }

  #whyHere(index: number): Message[] {
    const { task, from, to } = this.#parts[index]!;
    const model = this.#model;
    const facts = model.tasks[task]!;
    const reasons: Message[] = [];
    if (model.pinStart[task] !== NEVER) reasons.push(message('plan.here.pinned', {}));
    const due = model.due[task]!;
    const end = this.#endOf[task]!;
    if (due !== NEVER) {
      if (end > due) reasons.push(message('plan.here.late', { lateMin: end - due }));
      else if (facts.series !== undefined) reasons.push(message('plan.here.series', {}));
      else reasons.push(message('plan.here.beforeDue', { spareMin: due - end }));
    }
    const energy = this.#energyReason(task, from);
    if (energy) reasons.push(energy);
    if (this.#inFocusTime(task, from, to)) reasons.push(message('plan.here.focusTime', {}));
    if (facts.preferred && this.#clock(from) >= 0) {
      const offMin = Math.abs(this.#clock(from) - facts.preferred.hour * 60);
      if (offMin <= 60) reasons.push(message('plan.here.preferred', { hour: facts.preferred.hour }));
    }
    const neighbour = this.#sameProjectBeside(index);
    if (neighbour)
      reasons.push(message('plan.here.sameProject', { project: facts.project!, other: neighbour }));
    if (facts.priority !== undefined && facts.priority <= 2) {
      reasons.push(message('plan.here.priority', { priority: facts.priority }));
    }
    if (this.#stayed(task, from)) reasons.push(message('plan.here.stayed', {}));
    if (this.#model.splittable[task] && to - from < model.duration[task]!) {
      reasons.push(message('plan.here.piece', { minutes: to - from, ofMinutes: model.duration[task]! }));
    }
    if (reasons.length === 0) reasons.push(message('plan.here.firstFree', {}));
    return reasons;
  }

  #energyReason(task: number, from: number): Message | undefined {
    const byHour = this.#model.problem.profile?.energyByHour;
    const wanted = this.#model.tasks[task]!.energy;
    const clock = this.#clock(from);
    if (!byHour || clock < 0 || (wanted !== 'high' && wanted !== 'low')) return undefined;
    const hour = Math.floor(clock / 60);
    const level = Math.round(byHour[hour]! * 100);
    if (wanted === 'high' && byHour[hour]! >= 0.7) return message('plan.here.energyHigh', { hour, level });
    if (wanted === 'low' && byHour[hour]! <= 0.5) return message('plan.here.energyLow', { hour, level });
    return undefined;
  }

  /** Whether demanding work stands in the time that is kept for it. */
  #inFocusTime(task: number, from: number, to: number): boolean {
    const { tasks, problem, timeline } = this.#model;
    if (focusSide(tasks[task]!) !== 1) return false;
    return (problem.focusTime ?? []).some(
      ({ start, end }) => timeline.minuteOf(start) <= from && to <= timeline.minuteOf(end),
    );
  }

  #clock(minute: number): number {
    return this.#model.timeline.dayIndexOf(minute) < 0 ? -1 : this.#model.timeline.clockOf(minute);
  }

  #sameProjectBeside(index: number): string | undefined {
    const { project } = this.#model.tasks[this.#parts[index]!.task]!;
    if (project === undefined) return undefined;
    for (const other of [this.#parts[index - 1], this.#parts[index + 1]]) {
      if (!other || other.task === this.#parts[index]!.task) continue;
      const touching = other.to === this.#parts[index]!.from || other.from === this.#parts[index]!.to;
      if (touching && this.#model.tasks[other.task]!.project === project) return this.#title(other.task);
    }
    return undefined;
  }

  #stayed(task: number, from: number): boolean {
    const { problem, timeline } = this.#model;
    const { id } = this.#model.tasks[task]!;
    return (
      problem.previous?.some((block) => block.taskId === id && timeline.minuteOf(block.start) === from) ??
      false
    );
  }

  #whyNotEarlier(index: number): Message[] {
    const { task, from, to } = this.#parts[index]!;
    const model = this.#model;
    if (model.pinStart[task] !== NEVER) return [message('plan.earlier.pinned', {})];
    const firstPart = !this.#parts.some((part) => part.task === task && part.from < from);
    const { bound, why } = this.#earliest(index, firstPart);
    if (from <= bound) return [why];
    const better = this.#earlierPlace({ task, from, minutes: to - from, firstPart }, bound);
    if (better !== undefined) return this.#worseAt(index, better);
    return this.#whatStandsBefore(index, firstPart, bound, why);
  }

  /** The first moment the part may start at all, and the fact that sets it. */
  #earliest(index: number, firstPart: boolean): { bound: number; why: Message } {
    const { task, from } = this.#parts[index]!;
    const model = this.#model;
    let bound = 0;
    let why = message('plan.earlier.now', {});
    if (!firstPart) {
      for (const part of this.#parts)
        if (part.task === task && part.from < from) bound = Math.max(bound, part.to);
      return { bound, why: message('plan.earlier.partBefore', {}) };
    }
    if (model.release[task]! > bound) {
      bound = model.release[task]!;
      const spread = model.tasks[task]!.series !== undefined;
      const from = model.timeline.localOf(bound);
      why = message(spread ? 'plan.earlier.spread' : 'plan.earlier.earliest', { from });
    }
    for (const pred of model.preds[task]!) {
      const end = this.#endOf[pred]!;
      if (end === NEVER || end <= bound) continue;
      bound = end;
      why = message('plan.earlier.dependency', {
        other: this.#title(pred),
        until: model.timeline.localOf(end),
      });
    }
    return { bound, why };
  }

  /** Start of the first earlier free place that holds the part. */
  #earlierPlace(
    { task, from, minutes, firstPart }: { task: number; from: number; minutes: number; firstPart: boolean },
    bound: number,
  ): number | undefined {
    const windows = this.#model.windows[task];
    for (const [start, end] of windows ? intersect(this.#free, windows) : this.#free) {
      let at = Math.max(start, bound);
      if (firstPart) while (at < end && this.#siblingOn(task, at) !== undefined) at = this.#nextDay(at);
      if (at >= from) return undefined;
      if (at + minutes > end) continue;
      return at;
    }
    return undefined;
  }

  /** Another task of the same series that begins on the day of a minute. */
  #siblingOn(task: number, minute: number): number | undefined {
    const { series, timeline } = this.#model;
    if (series[task]! < 0) return undefined;
    const day = timeline.dayIndexOf(minute);
    return this.#parts.find(
      (part) =>
        part.task !== task && series[part.task] === series[task] && timeline.dayIndexOf(part.from) === day,
    )?.task;
  }

  #nextDay(minute: number): number {
    const { timeline } = this.#model;
    return timeline.dayStart[timeline.dayIndexOf(minute) + 1]!;
  }

  /** Which constraints the earlier place would hurt, the worst first. */
  #worseAt(index: number, start: number): Message[] {
    const moved = this.#parts.map((part, i) => {
      return i === index ? { task: part.task, from: start, to: start + part.to - part.from } : part;
    });
    const { at, heads } = placementOf(this.#model, moved);
    const then = this.#scorer.magnitudes(at, heads);
    const { weights } = this.#model;
    const worse = (Object.keys(then) as ConstraintName[])
      .map((name) => ({
        name,
        points: weights[name] * (then[name] - this.#now[name]),
        by: then[name] - this.#now[name],
      }))
      .filter(({ points }) => points > WORTH_SAYING)
      .sort((a, b) => b.points - a.points);
    const when = this.#model.timeline.localOf(start);
    if (worse.length === 0) return [message('plan.earlier.couldMove', { when })];
    return worse.map(({ name, by }) => {
      const held = name === 'load' ? this.#dayAt(start, at) : {};
      return message(`plan.earlier.worse.${name}`, { when, by: Math.round(by * 10) / 10, ...held });
    });
  }

  /** Whether the minute before a block lies in hours that its task may use. */
  #opensBefore(task: number, from: number): boolean {
    const holds = ([open, close]: Interval): boolean => open < from && from <= close;
    const windows = this.#model.windows[task];
    return this.#model.free.some(holds) && (windows === undefined || windows.some(holds));
  }

  /** What the day of a minute would hold, and usually holds. */
  #dayAt(minute: number, at: Placement): { heldMin: number; usualMin: number } {
    const day = this.#model.timeline.dayIndexOf(minute);
    const usualMin = Math.round(usualMinutes(this.#model)[day]!);
    return { heldMin: dayMinutes(this.#model, at)[day]!, usualMin };
  }

  /** Everything that fills the time before a block: meetings, closed hours, and tasks that claimed it first. */
  #whatStandsBefore(index: number, firstPart: boolean, bound: number, why: Message): Message[] {
    const { task, from, to } = this.#parts[index]!;
    const model = this.#model;
    const reasons: Message[] = [];
    if (bound > 0) reasons.push(why);
    const event = model.problem.events.find(({ start, end }) => {
      const until = model.timeline.minuteOf(end);
      return until <= from && until > from - 15 && model.timeline.minuteOf(start) < until;
    });
    if (event) {
      const until = model.timeline.localOf(model.timeline.minuteOf(event.end));
      reasons.push(message('plan.earlier.event', { event: event.title ?? event.id, until }));
    } else if (!this.#opensBefore(task, from)) {
      reasons.push(message('plan.earlier.hours', { from: model.timeline.localOf(from) }));
    }
    const before = this.#parts.filter((part) => part.task !== task && part.to <= from && part.from >= bound);
    const ahead = before.slice(-2).reverse();
    for (const other of ahead) reasons.push(this.#aheadOf(other.task, task));
    let longestMin = 0;
    let sibling: { other: number; at: number } | undefined;
    for (const [open, close] of this.#free) {
      const at = Math.max(open, bound);
      const roomMin = Math.min(close, from) - at;
      const other = roomMin > 0 && firstPart ? this.#siblingOn(task, at) : undefined;
      if (other === undefined) longestMin = Math.max(longestMin, roomMin);
      else if (roomMin >= to - from) sibling = { other, at };
    }
    if (sibling) {
      const day = model.timeline.localOf(sibling.at).slice(0, 10);
      reasons.push(message('plan.earlier.series', { other: this.#title(sibling.other), day }));
    }
    if (longestMin > 0)
      reasons.push(message('plan.earlier.gapsTooShort', { longestMin, neededMin: to - from }));
    return reasons.length > 0 ? reasons : [why];
  }

  /** Why another task got the time before this one. */
  #aheadOf(other: number, task: number): Message {
    const { due, weight, tasks } = this.#model;
    const params = { other: this.#title(other) };
    if (this.#model.pinStart[other] !== NEVER) return message('plan.earlier.otherPinned', params);
    if (due[other]! < due[task]!)
      return message('plan.earlier.otherDueSooner', { ...params, due: tasks[other]!.due! });
    if (weight[other]! > weight[task]!) return message('plan.earlier.otherMatters', params);
    return message('plan.earlier.otherThere', params);
  }

  #title(task: number): string {
    const { title, id } = this.#model.tasks[task]!;
    return title ?? id;
  }
}
