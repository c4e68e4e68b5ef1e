import { Temporal } from 'temporal-polyfill';
import type { Plan, Problem, ProblemTask } from '../../core/problem.ts';

/**
 * Checks a plan against its problem from the wall clock up, sharing no code with the solver. Returns what is
 * wrong in words; an empty list means a valid plan.
 */
export function verify(problem: Problem, plan: Plan): string[] {
  return new Verifier(problem, plan).run();
}

/**
 * Exchanges that a plan should have made, in words: a left-out task could have the time of planned ones that together
 * weigh less. Works from the wall clock up as `verify` does.
 */
export function missedExchanges(problem: Problem, plan: Plan): string[] {
  return new Verifier(problem, plan).missedExchanges();
}

/** So many neighbours are tried as one. */
const MAX_TOGETHER = 6;

function weightOf(task: ProblemTask): number {
  return task.importance ?? task.weight ?? { 1: 8, 2: 4, 3: 2, 4: 1 }[task.priority ?? 4];
}

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

interface Span {
  from: number;
  to: number;
}

class Verifier {
  readonly #problem: Problem;
  readonly #plan: Plan;
  readonly #wrong: string[] = [];
  readonly #now: number;
  readonly #end: number;

  constructor(problem: Problem, plan: Plan) {
    this.#problem = problem;
    this.#plan = plan;
    this.#now = this.#ms(problem.now);
    this.#end = this.#dayStart(problem.now.slice(0, 10), problem.horizonDays);
  }

  run(): string[] {
    this.#everyTaskOnce();
    this.#noOverlap();
    this.#seriesApart();
    for (const task of this.#problem.tasks) {
      const spans = this.#spans(task.id);
      if (spans.length > 0) this.#feasible(task, spans);
    }
    this.#tardiness();
    this.#leftOutForAReason();
    return this.#wrong;
  }

  #everyTaskOnce(): void {
    const missing = new Set(this.#plan.unscheduled.map((entry) => entry.taskId));
    if (missing.size !== this.#plan.unscheduled.length)
      this.#wrong.push('a task is listed as unscheduled twice');
    for (const task of this.#problem.tasks) {
      const blocks = this.#plan.blocks.filter((block) => block.taskId === task.id);
      if (missing.has(task.id) === blocks.length > 0)
        this.#wrong.push(`${task.id} is lost or both planned and not`);
      const minutes = this.#spans(task.id).reduce((sum, { from, to }) => sum + (to - from) / 60_000, 0);
      if (blocks.length > 0 && minutes !== Math.ceil(task.durationMin))
        this.#wrong.push(`${task.id} gets ${minutes} min`);
      blocks.forEach((block, i) => {
        if (block.part !== i + 1 || block.parts !== blocks.length)
          this.#wrong.push(`${task.id} is misnumbered`);
      });
      if (!task.splittable && blocks.length > 1) this.#wrong.push(`${task.id} is split`);
    }
    const known = new Set(this.#problem.tasks.map((task) => task.id));
    for (const block of this.#plan.blocks)
      if (!known.has(block.taskId)) this.#wrong.push(`unknown ${block.taskId}`);
  }

  #noOverlap(): void {
    const spans = this.#plan.blocks.map((block) => ({ id: block.taskId, ...this.#span(block) }));
    spans.sort((a, b) => a.from - b.from);
    for (let i = 1; i < spans.length; i++) {
      if (this.#isFirm(spans[i]!.id) && this.#isFirm(spans[i - 1]!.id)) continue;
      if (spans[i]!.from < spans[i - 1]!.to) this.#wrong.push(`${spans[i]!.id} overlaps ${spans[i - 1]!.id}`);
    }
    for (const event of this.#problem.events) {
      if (event.end === event.start) continue;
      const from = this.#ms(event.start) - (event.travelBeforeMin ?? 0) * 60_000;
      const to = this.#ms(event.end) + (event.travelAfterMin ?? 0) * 60_000;
      for (const span of spans) {
        if (span.from < to && span.to > from && !this.#isFirm(span.id))
          this.#wrong.push(`${span.id} overlaps event ${event.id}`);
      }
    }
  }

  /** Whether a task's pin stands over whatever it collides with. */
  #isFirm(id: string): boolean {
    const task = this.#problem.tasks.find((one) => one.id === id);
    return this.#problem.firmPins === true && task?.pinnedStart !== undefined;
  }

  /** No two tasks of a series may begin on one local day. */
  #seriesApart(): void {
    const seen = new Set<string>();
    for (const task of this.#problem.tasks) {
      const [first] = this.#spans(task.id);
      if (task.series === undefined || !first) continue;
      const day = `${task.series} ${this.#local(first.from).slice(0, 10)}`;
      if (seen.has(day) && !this.#isFirm(task.id))
        this.#wrong.push(`${task.id} shares the day of its series`);
      seen.add(day);
    }
  }

  #feasible(task: ProblemTask, spans: Span[]): void {
    const { id } = task;
    if (this.#isFirm(id)) {
      if (spans.length !== 1 || spans[0]!.from !== this.#ms(task.pinnedStart!))
        this.#wrong.push(`${id} left its pin`);
      return;
    }
    if (task.earliest && spans[0]!.from < this.#moment(task.earliest))
      this.#wrong.push(`${id} starts too early`);
    if (task.dueHard && task.due && spans.at(-1)!.to > this.#due(task.due)) this.#wrong.push(`${id} is late`);
    for (const pred of task.dependsOn ?? []) {
      const before = this.#spans(pred);
      if (before.length === 0) this.#wrong.push(`${id} is planned without ${pred}`);
      else if (before.at(-1)!.to > spans[0]!.from) this.#wrong.push(`${id} starts before ${pred} ends`);
    }
    if (task.pinnedStart !== undefined) {
      if (spans.length !== 1 || spans[0]!.from !== this.#ms(task.pinnedStart))
        this.#wrong.push(`${id} left its pin`);
      return;
    }
    const smallest = Math.min(Math.ceil(task.minChunkMin), Math.ceil(task.durationMin));
    for (const { from, to } of spans) {
      if (from < this.#now || to > this.#end) this.#wrong.push(`${id} is outside the horizon`);
      if ((to - from) / 60_000 < smallest) this.#wrong.push(`${id} has a piece below its minimum`);
      for (let at = from; at < to; at += 60_000) {
        if (this.#open(at, task)) continue;
        this.#wrong.push(`${id} runs outside its hours at ${this.#local(at)}`);
        break;
      }
    }
  }

  #tardiness(): void {
    let sum = 0;
    for (const task of this.#problem.tasks) {
      const last = this.#spans(task.id).at(-1);
      if (!last || !task.due) continue;
      const weight = task.weight ?? { 1: 8, 2: 4, 3: 2, 4: 1 }[task.priority ?? 4];
      sum += (weight * Math.max(0, last.to - this.#due(task.due))) / 60_000;
    }
    const said = this.#plan.score.byConstraint.tardiness!;
    if (Math.abs(said - sum) > 1e-6 * (1 + sum)) this.#wrong.push(`tardiness is ${sum}, not ${said}`);
    if (this.#plan.score.hard !== 0) this.#wrong.push('the hard score is not 0');
  }

  /** A left-out task must not fit into what the plan leaves free. */
  #leftOutForAReason(): void {
    const missing = new Set(this.#plan.unscheduled.map((entry) => entry.taskId));
    for (const { taskId, reason } of this.#plan.unscheduled) {
      const task = this.#problem.tasks.find((each) => each.id === taskId)!;
      if ((task.dependsOn ?? []).some((pred) => missing.has(pred))) continue;
      if (reason === 'dependencyUnscheduled')
        this.#wrong.push(`${taskId} blames a dependency that is planned`);
      if (task.pinnedStart !== undefined) continue;
      if (this.#fits(task)) this.#wrong.push(`${taskId} is left out although it fits`);
      if (reason === 'seriesDayTaken' && !this.#fits({ ...task, series: undefined }))
        this.#wrong.push(`${taskId} blames its series but fits nowhere`);
    }
  }

  /**
   * Left-out tasks that could have the time of one planned task of lower weight, or of a few that follow each other and
   * together weigh less. Pins, and tasks that planned ones wait for, keep their time.
   */
  missedExchanges(): string[] {
    const missed: string[] = [];
    const missing = new Set(this.#plan.unscheduled.map((entry) => entry.taskId));
    const awaited = new Set(
      this.#problem.tasks.filter(({ id }) => !missing.has(id)).flatMap((task) => task.dependsOn ?? []),
    );
    const byId = new Map(this.#problem.tasks.map((task) => [task.id, task]));
    const mayGo = (id: string): boolean => byId.get(id)!.pinnedStart === undefined && !awaited.has(id);
    const blocks = this.#plan.blocks.toSorted((a, b) => (a.start < b.start ? -1 : 1));
    for (const id of missing) {
      const task = byId.get(id)!;
      if (task.pinnedStart !== undefined || task.dependsOn?.some((pred) => missing.has(pred))) continue;
      for (let first = 0; first < blocks.length; first++) {
        const group = new Set<string>();
        for (let last = first; last < Math.min(blocks.length, first + MAX_TOGETHER); last++) {
          const other = blocks[last]!.taskId;
          if (!mayGo(other) || task.dependsOn?.includes(other)) break;
          group.add(other);
          const weight = [...group].reduce((sum, one) => sum + weightOf(byId.get(one)!), 0);
          if (weight >= weightOf(task)) break;
          if (!this.#fits(task, group)) continue;
          missed.push(`${id} could have the time of ${[...group].join(' and ')}`);
          first = blocks.length;
          break;
        }
      }
    }
    return missed;
  }

  /** Whether a task fits into the free time, and into that of some other tasks if they leave. */
  #fits(task: ProblemTask, without: ReadonlySet<string> = new Set()): boolean {
    const ends = (task.dependsOn ?? []).map((pred) => this.#spans(pred).at(-1)!.to);
    const from = Math.max(this.#now, ...ends, task.earliest ? this.#moment(task.earliest) : 0);
    const pinned = this.#pinsAfter(task);
    const to = Math.min(this.#end, task.dueHard && task.due ? this.#due(task.due) : this.#end, ...pinned);
    const open = this.#openMinutes(task);
    const busy = this.#busyMinutes().slice();
    for (const id of without) for (const span of this.#spans(id)) this.#count(busy, span, -1);
    const days = task.series === undefined ? new Set<string>() : this.#daysOfSeries(task, without);
    const runs: { minutes: number; from: number }[] = [];
    let run = 0;
    for (let at = from; at < to; at += 60_000) {
      const minute = (at - this.#now) / 60_000;
      if (open[minute] && busy[minute] === 0) run++;
      else if (run > 0) run = (runs.push({ minutes: run, from: at - run * 60_000 }), 0);
    }
    if (run > 0) runs.push({ minutes: run, from: to - run * 60_000 });
    if (days.size === 0)
      return this.#holds(
        task,
        runs.map(({ minutes }) => minutes),
        0,
      );
    return runs.some(({ minutes, from: opens }, i) => {
      const begin = firstOn(days, opens, minutes, (ms) => this.#local(ms).slice(0, 10));
      const left = minutes - begin;
      const later = task.splittable ? runs.slice(i + 1).map((other) => other.minutes) : [];
      return begin < minutes && this.#holds(task, [left, ...later], 1);
    });
  }

  /** Whether stretches of free minutes hold a task, a piece in each of the first `fixed` ones. */
  #holds(task: ProblemTask, runs: readonly number[], fixed: number): boolean {
    const duration = Math.ceil(task.durationMin);
    if (!task.splittable) return runs.some((minutes) => minutes >= duration);
    const smallest = Math.min(Math.ceil(task.minChunkMin), duration);
    if (runs.slice(0, fixed).some((minutes) => minutes < smallest)) return false;
    const others = runs.slice(fixed).filter((minutes) => minutes >= smallest);
    const usable = [...runs.slice(0, fixed), ...others.sort((a, b) => b - a)];
    let room = 0;
    for (let count = 1; count <= usable.length && count * smallest <= duration; count++) {
      room += usable[count - 1]!;
      if (room >= duration) return true;
    }
    return false;
  }

  readonly #opens = new Map<string, Uint8Array>();
  #taken: Int16Array | undefined;

  /** By minute from now on, whether a task's hours allow it. */
  #openMinutes(task: ProblemTask): Uint8Array {
    const key = JSON.stringify([task.windows, task.ownHours]);
    let open = this.#opens.get(key);
    if (!open) {
      open = new Uint8Array((this.#end - this.#now) / 60_000);
      open.forEach((_, minute) => (open![minute] = this.#open(this.#now + minute * 60_000, task) ? 1 : 0));
      this.#opens.set(key, open);
    }
    return open;
  }

  /** By minute from now on, how many blocks and events lie there. */
  #busyMinutes(): Int16Array {
    if (this.#taken) return this.#taken;
    const busy = new Int16Array((this.#end - this.#now) / 60_000);
    for (const block of this.#plan.blocks) this.#count(busy, this.#span(block), 1);
    for (const event of this.#problem.events) {
      const from = this.#ms(event.start) - (event.travelBeforeMin ?? 0) * 60_000;
      this.#count(busy, { from, to: this.#ms(event.end) + (event.travelAfterMin ?? 0) * 60_000 }, 1);
    }
    return (this.#taken = busy);
  }

  #count(busy: Int16Array, { from, to }: Span, by: number): void {
    const last = Math.min(busy.length, Math.ceil((to - this.#now) / 60_000));
    for (let minute = Math.max(0, Math.floor((from - this.#now) / 60_000)); minute < last; minute++) {
      busy[minute]! += by;
    }
  }

  #daysOfSeries(task: ProblemTask, without: ReadonlySet<string>): Set<string> {
    const days = new Set<string>();
    for (const other of this.#problem.tasks) {
      if (without.has(other.id)) continue;
      const [first] = this.#spans(other.id);
      if (first && task.series !== undefined && other.series === task.series) {
        days.add(this.#local(first.from).slice(0, 10));
      }
    }
    return days;
  }

  /** Starts of planned pins that wait for a task, directly or through others. */
  #pinsAfter(task: ProblemTask): number[] {
    const starts: number[] = [];
    for (const other of this.#problem.tasks) {
      if (!other.dependsOn?.includes(task.id)) continue;
      const span = this.#spans(other.id)[0];
      if (span) starts.push(span.from);
    }
    return starts;
  }

  #open(at: number, task: ProblemTask): boolean {
    if (task.windows && task.ownHours) return this.#inHours(at, task.windows);
    return (
      this.#inHours(at, this.#problem.workingHours) && (!task.windows || this.#inHours(at, task.windows))
    );
  }

  #inHours(at: number, hours: Problem['workingHours']): boolean {
    if (hours === 'always') return true;
    const local = this.#local(at);
    const name = WEEKDAYS[new Date(`${local}Z`).getUTCDay()]!;
    const time = local.slice(11);
    return (hours[name] ?? []).some(([from, to]) => from <= time && time < to);
  }

  readonly #spansOf = new Map<string, Span[]>();

  #spans(id: string): Span[] {
    if (this.#spansOf.size === 0) {
      for (const block of this.#plan.blocks) {
        const spans = this.#spansOf.get(block.taskId) ?? [];
        this.#spansOf.set(block.taskId, [...spans, this.#span(block)]);
      }
    }
    return this.#spansOf.get(id) ?? [];
  }

  #span(of: { start: string; end: string }): Span {
    return { from: this.#ms(of.start), to: this.#ms(of.end) };
  }

  #moment(local: string): number {
    return local.length === 10 ? this.#dayStart(local, 0) : this.#ms(local);
  }

  #due(local: string): number {
    return local.length === 10 ? this.#dayStart(local, 1) : this.#ms(local);
  }

  #dayStart(day: string, after: number): number {
    return Temporal.PlainDate.from(day).add({ days: after }).toZonedDateTime(this.#problem.tz)
      .epochMilliseconds;
  }

  #ms(local: string): number {
    return Temporal.PlainDateTime.from(local).toZonedDateTime(this.#problem.tz).epochMilliseconds;
  }

  readonly #offsets = new Map<number, number>();

  /** Clock changes happen on the quarter hour everywhere, so one look-up serves fifteen minutes. */
  #local(ms: number): string {
    const quarter = Math.floor(ms / 900_000);
    let offset = this.#offsets.get(quarter);
    if (offset === undefined) {
      const there = Temporal.Instant.fromEpochMilliseconds(quarter * 900_000).toZonedDateTimeISO(
        this.#problem.tz,
      );
      offset = there.offsetNanoseconds / 1e6;
      this.#offsets.set(quarter, offset);
    }
    return new Date(ms + offset).toISOString().slice(0, 16);
  }
}

/** Minutes after `from` at which a day outside of `days` begins, `minutes` when there is none. */
function firstOn(
  days: ReadonlySet<string>,
  from: number,
  minutes: number,
  dayOf: (ms: number) => string,
): number {
  let after = 0;
  while (after < minutes && days.has(dayOf(from + after * 60_000))) after++;
  return after;
}
