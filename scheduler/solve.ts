import { seededRandom } from '../core/random.ts';
import type { Plan, Problem } from '../core/problem.ts';
import { compile, NEVER, type Model } from './model/model.ts';
import type { PinConflict } from './model/pins.ts';
import { Timeline } from './model/timeline.ts';
import { toFinalPlan, toPlan } from './report/plan.ts';
import { Budget } from './search/budget.ts';
import { Decoder } from './search/decoder.ts';
import { evolve } from './search/evolve.ts';
import { exchange } from './search/exchange.ts';
import { cloneGenome, type Genome } from './search/genome.ts';
import { Layout, partsIn } from './search/layout.ts';
import { reachOf, type Reach } from './search/reach.ts';
import { fitGenome } from './search/variation.ts';
import { checkProblem } from './validate.ts';

/** Searching time when the caller names no budget at all, milliseconds. */
const DEFAULT_TIME_MS = 1000;
const DEFAULT_SEED = 1;
/** Building a plan takes longer than finding a small gain, so improvements are told at most this often. */
const REPORT_EVERY_MS = 40;
/**
 * Share of the budget that writing the answer may take, how much longer than the first look at a long list it takes, and
 * what the last steps may take beyond the budget.
 */
const MAX_RESERVED = 0.5;
const WRITING_SHARE = 2;
const GRACE_MS = 10;
/** Lists up to this length have all their exchanges made, which takes about 10 ms after a search that began with them. */
const ALWAYS_EXCHANGED = 2_000;
/** Pins that wait for something may have to go and come back: so many models are built for that, within this share. */
const PIN_ROUNDS = 8;
const MAX_PIN_SHARE = 0.2;

/** How long the search may take, from which seed, and who hears of better plans on the way. */
export interface SolveOptions {
  /** Stop after this many milliseconds of `now`. One second when neither budget is given. */
  timeLimitMs?: number;
  /** Stop after this many priced orders; with this alone the answer depends on the seed only. */
  maxEvaluations?: number;
  seed?: number;
  /** A monotonic clock in milliseconds. */
  now: () => number;
  /** Hears the first plan at once, and better ones after it, at most 25 times a second. */
  onImprovement?: (plan: Plan) => void;
  /** Polled during the search; true ends it with the best plan so far. */
  shouldStop?: () => boolean;
}

/**
 * The best plan found within the budget. Every returned plan keeps all hard constraints; each task is either
 * planned in full or listed as unscheduled with its reason.
 *
 * @throws DaymarkError `invalidInput` or `dependencyCycle`; see `checkProblem`.
 */
export function solve(problem: Problem, options: SolveOptions): Plan {
  checkProblem(problem);
  const startedAt = options.now();
  const timeMs =
    options.timeLimitMs ??
    (options.maxEvaluations === undefined ? DEFAULT_TIME_MS : Number.POSITIVE_INFINITY);
  const deadline = startedAt + timeMs;
  const timeline = new Timeline(problem.now, problem.tz, problem.horizonDays);
  const reach = reachOf(problem, timeline);
  if (reach) tellFirst(reach, options, startedAt);
  // Compiling and writing a long list at the end takes somewhat longer than it did at the beginning.
  const reserve = reach
    ? Math.min(WRITING_SHARE * (options.now() - startedAt), MAX_RESERVED * timeMs)
    : -GRACE_MS;
  const run = {
    options,
    startedAt,
    timeMs,
    deadline: deadline - Math.max(0, reserve),
    end: deadline - reserve,
    spent: 0,
  };
  const found = searched(reach?.near ?? problem, timeline, run);
  const layout = reach ? spread(found, problem, reach, timeline) : layoutOf(found);
  // Who is left out is a promise, so up to so many tasks the clock has no say in it; then half of what is left to do is writing.
  const promised = problem.tasks.length <= ALWAYS_EXCHANGED;
  exchange(layout, () => !promised && options.now() > deadline - reserve / 2);
  return toFinalPlan(layout, options.now() - startedAt);
}

/** A long list has a plan before the search begins, unless a pin may have to go. */
function tellFirst({ model, layout }: Reach, { onImprovement, now }: SolveOptions, startedAt: number): void {
  if (!onImprovement || model.pinned.some((pin) => model.preds[pin]!.length > 0)) return;
  onImprovement(toFinalPlan(layout, now() - startedAt, 0));
}

/** The best plan of the search, as the base of its decoder; pins that can't hold have been dropped. */
function searched(problem: Problem, timeline: Timeline, run: Run): Decoder {
  let dropped = withoutInfeasiblePins(problem, timeline);
  let best: Genome | undefined;
  for (let round = 0; ; round++) {
    const from = run.options.now();
    const decoder = decoderFor(problem, dropped, timeline);
    if (round === 0 && decoder.model.pinned.some((pin) => decoder.model.preds[pin]!.length > 0))
      run.deadline -= Math.min(PIN_ROUNDS * (run.options.now() - from), MAX_PIN_SHARE * run.timeMs);
    best = search(decoder, run, best);
    decoder.rebase(best);
    run.spent += decoder.evaluations;
    const lost = lostPins(decoder, dropped);
    if (lost.size === 0) return withRegainedPins(decoder, dropped, best, run);
    dropped = new Map([...dropped, ...lost]);
  }
}

function layoutOf({ model, placement }: Decoder): Layout {
  return new Layout(model, (task) => partsIn(placement, task));
}

/** What was found for the tasks within reach, among all of them. */
function spread(found: Decoder, problem: Problem, reach: Reach, timeline: Timeline): Layout {
  const { indexOf, refused } = found.model;
  const dropped = new Map<number, PinConflict>();
  for (const [task, conflict] of refused)
    dropped.set(reach.model.indexOf.get(found.model.tasks[task]!.id)!, conflict);
  const same = found.model.problem === problem;
  const full =
    dropped.size > reach.model.refused.size ? compile(problem, { dropped, timeline }) : reach.model;
  const model = same ? found.model : full;
  return new Layout(model, (task) => {
    const near = indexOf.get(model.tasks[task]!.id);
    return near === undefined ? [] : partsIn(found.placement, near);
  });
}

function decoderFor(
  problem: Problem,
  dropped: ReadonlyMap<number, PinConflict>,
  timeline: Timeline,
): Decoder {
  const model = compile(problem, { dropped, timeline });
  const infeasible = new Decoder(model).infeasible();
  return new Decoder(infeasible.size === 0 ? model : compile(problem, { dropped, infeasible, timeline }));
}

/** Pins that stand in the base although something they wait for is left out. */
function lostPins(decoder: Decoder, dropped: ReadonlyMap<number, PinConflict>): Map<number, PinConflict> {
  return pinsWithout(decoder.model, dropped, (pred) => decoder.placement.end[pred] !== NEVER);
}

/**
 * Takes back pins that were dropped too early, as long as there is time: with all else as found, they hold and cost no one
 * a place.
 */
function withRegainedPins(
  found: Decoder,
  dropped: ReadonlyMap<number, PinConflict>,
  genome: Genome,
  { options, end }: Run,
): Decoder {
  let best = found;
  let left = dropped;
  for (const pin of dropped.keys()) {
    if (options.now() > end) break;
    const fewer = new Map([...left].filter(([task]) => task !== pin));
    const decoder = decoderFor(found.model.problem, fewer, found.model.timeline);
    decoder.rebase(fitGenome(decoder.model, genome));
    if (lostPins(decoder, fewer).size > 0 || leftOut(decoder) >= leftOut(best)) continue;
    decoder.rebase(fitGenome(decoder.model, genome));
    best = decoder;
    left = fewer;
  }
  return best;
}

function leftOut(decoder: Decoder): number {
  return decoder.placement.end.reduce((count, end) => count + (end === NEVER ? 1 : 0), 0);
}

interface Run {
  options: SolveOptions;
  startedAt: number;
  timeMs: number;
  /** When the search ends, and when what follows it does. */
  deadline: number;
  end: number;
  /** Evaluations of earlier rounds. */
  spent: number;
}

function search(decoder: Decoder, run: Run, start: Genome | undefined): Genome {
  const { options } = run;
  const budget = new Budget({
    now: options.now,
    deadline: run.deadline,
    maxEvaluations: options.maxEvaluations ?? Number.POSITIVE_INFINITY,
    shouldStop: options.shouldStop ?? (() => false),
    evaluations: () => run.spent + decoder.evaluations,
    length: decoder.model.movable.length,
  });
  let best: Genome | undefined;
  let reporter: Decoder | undefined;
  let nextReport = Number.NEGATIVE_INFINITY;
  evolve(decoder, { random: seededRandom(options.seed ?? DEFAULT_SEED), budget, start }, (genome) => {
    best = cloneGenome(genome);
    if (!options.onImprovement || options.now() < nextReport) return;
    nextReport = options.now() + REPORT_EVERY_MS;
    // A decoder of its own: the base of the running search must stay as it is.
    reporter ??= new Decoder(decoder.model);
    reporter.rebase(best);
    options.onImprovement(toPlan(reporter, options.now() - run.startedAt));
  });
  return best!;
}

/** Pins whose dependencies can't be planned even on an empty calendar, or not in time for the pin. */
function withoutInfeasiblePins(problem: Problem, timeline: Timeline): Map<number, PinConflict> {
  let dropped = new Map<number, PinConflict>();
  for (;;) {
    const model = compile(problem, { dropped, timeline });
    if (!model.pinned.some((pin) => model.preds[pin]!.length > 0)) return dropped;
    const decoder = new Decoder(model);
    const infeasible = pinsWithout(model, dropped, (pred) => decoder.fitsAlone(pred));
    if (infeasible.size === 0) return dropped;
    dropped = new Map([...dropped, ...infeasible]);
  }
}

/** Pins of which some dependency is not `met`, and whether the pin itself is to blame. */
function pinsWithout(
  model: Model,
  dropped: ReadonlyMap<number, PinConflict>,
  met: (task: number) => boolean,
): Map<number, PinConflict> {
  const lost = new Map<number, PinConflict>();
  for (const pin of model.pinned) {
    const blocked = model.preds[pin]!.find((pred) => !met(pred));
    if (blocked === undefined) continue;
    const without = new Map<number, PinConflict>([...dropped, [pin, { reason: 'pinConflict' }]]);
    const unpinned = new Decoder(compile(model.problem, { dropped: without, timeline: model.timeline }));
    const reason = unpinned.fitsAlone(blocked) ? 'pinConflict' : 'dependencyUnscheduled';
    const waits = model.problem.firmPins ? { waits: true } : {};
    lost.set(pin, { reason, with: model.tasks[blocked]!.id, ...waits });
  }
  return lost;
}
