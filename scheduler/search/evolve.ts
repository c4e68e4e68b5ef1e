import type { Random } from '../../core/random.ts';
import type { Model } from '../model/model.ts';
import { previousParts } from '../model/previous.ts';
import { NEVER } from '../model/model.ts';
import type { Budget } from './budget.ts';
import { constructedOrders, insertions, lastPlanOrder } from './construct.ts';
import { crossOver, fitGenome, layoutGenome, perturb } from './variation.ts';
import { exchange } from './exchange.ts';
import { Layout, partsIn } from './layout.ts';
import type { Decoder } from './decoder.ts';
import { cloneGenome, copyGenome, emptyGenome, type Genome } from './genome.ts';
import { LocalSearch } from './local.ts';
import { withPreferredStarts } from './preferred-starts.ts';
import { ONE_BY_ONE, geneValuesOf } from './gene-values.ts';

const POPULATION = 8;
/** Offspring without a new best plan after which the population starts over around the best. */
const PATIENCE = 100;
/** Priced orders without gain, times the cube of the tasks, after which nothing better is expected. */
const ENOUGH_EACH = 80;

/** Random moves that perturb a child: at least, and up to this many more. */
const MIN_PERTURBATIONS = 2;
const MORE_PERTURBATIONS = 4;
/** Chance that the next child is a constructed order not looked at yet; that it is bred from two parents. */
const NEWCOMER = 0.02;
const CROSSOVER = 0.15;
/** Time kept for the exchanges at the end, as a multiple of what those at the beginning took. */
const FINAL_EXCHANGE_SHARE = 1.5;
interface Member {
  genome: Genome;
  cost: number;
}

/** A new genome, and the tasks that were moved when all others are known to be settled. */
type Child = Member & { dirty?: Set<number> };

/**
 * Memetic search: a small population of local optima, bred by order crossover or perturbed by a few random moves,
 * each child improved by local search. When the population has become one plan, or has found nothing new for a
 * while, it starts over around the best. `start` is a genome of an earlier search to go on from; `onBest` hears of every new best genome, the first one at once.
 */
export function evolve(
  decoder: Decoder,
  { random, budget, start }: { random: Random; budget: Budget; start?: Genome | undefined },
  onBest: (genome: Genome, cost: number) => void,
): void {
  const { model } = decoder;
  const best: Member = { genome: emptyGenome(model), cost: Number.POSITIVE_INFINITY };
  let gainedAt = 0;
  const note = (genome: Genome, cost: number): void => {
    if (cost >= best.cost - 1e-9) return;
    copyGenome(genome, best.genome);
    best.cost = cost;
    gainedAt = decoder.evaluations;
    onBest(best.genome, cost);
  };
  const seeds: Member[] = [];
  for (const genome of start ? [fitGenome(model, start)] : seedGenomes(model)) {
    seeds.push({ genome, cost: decoder.rebase(genome) });
    if (model.movable.length > ONE_BY_ONE && budget.isLate()) break;
  }
  seeds.sort((a, b) => a.cost - b.cost);
  const before = budget.now();
  const exchanged = exchangedPlan(decoder, seeds[0]!.genome, budget);
  // The best plan will be looked at in the same way in the end, which takes about as long.
  budget.reserve(FINAL_EXCHANGE_SHARE * (budget.now() - before));
  if (exchanged && exchanged.cost < seeds[0]!.cost) seeds.unshift(exchanged);
  note(seeds[0]!.genome, seeds[0]!.cost);
  if (model.movable.length === 0 || best.cost === 0) return;
  // Preferred starts are part of a decent first plan wherever they cost next to nothing.
  if (model.movable.length > ONE_BY_ONE && budget.spent()) return;
  const values = geneValuesOf(model, decoder, () => budget.isLate());
  const preferred = withPreferredStarts(decoder, seeds[0]!.genome, values);
  if (preferred) {
    seeds.unshift(preferred);
    note(preferred.genome, preferred.cost);
  }
  if (budget.spent()) return;
  const local = new LocalSearch(decoder, values, random, budget, note);
  let population: Member[] = [];
  const [first, ...waiting] = seeds;
  first!.cost = local.improve(first!.genome);
  note(first!.genome, first!.cost);
  admit(population, first!);
  let stale = 0;
  const enough = ENOUGH_EACH * model.movable.length ** 3;
  while (!budget.spent() && best.cost > 0 && decoder.evaluations - gainedAt < enough) {
    const newcomer = random() < NEWCOMER ? waiting.shift() : undefined;
    const child: Child = newcomer ?? breed(model, population, best, values, random);
    const costBefore = best.cost;
    child.cost = local.improve(child.genome, child.dirty);
    note(child.genome, child.cost);
    stale = best.cost < costBefore ? 0 : stale + 1;
    admit(population, child);
    if (stale > PATIENCE) {
      stale = 0;
      population = [{ genome: cloneGenome(best.genome), cost: best.cost }];
      for (let i = 1; i < 3; i++) {
        const fresh = { genome: cloneGenome(best.genome), cost: 0 };
        perturb(model, fresh.genome, values, random, model.movable.length);
        fresh.cost = local.improve(fresh.genome);
        note(fresh.genome, fresh.cost);
        admit(population, fresh);
      }
    }
  }
}

/** Places to begin from: the last plan, the last plan with room for what weighs more, and plans made from scratch. */
function* seedGenomes(model: Model): Generator<Genome> {
  const last = lastPlan(model);
  if (last) yield last.genome;
  for (const order of constructedOrders(model)) {
    const genome = emptyGenome(model);
    genome.order = order;
    yield genome;
    if (last) yield { ...cloneGenome(genome), keep: last.genome.keep.slice() };
  }
  if (!last) return;
  for (const { order, released } of insertions(model, last.firstStart)) {
    const genome = cloneGenome(last.genome);
    genome.order = order;
    for (const task of released) genome.keep[task] = 0;
    yield genome;
  }
}

function lastPlan(model: Model): { genome: Genome; firstStart: number[] } | undefined {
  if (!model.problem.previous?.length) return undefined;
  const before = previousParts(model);
  const genome = emptyGenome(model);
  const firstStart = before.map((parts) => parts[0]?.[0] ?? NEVER);
  genome.order = lastPlanOrder(model, firstStart);
  before.forEach((parts, task) => (genome.keep[task] = parts.length > 0 ? 1 : 0));
  return { genome, firstStart };
}

/** A plan in which nothing left out could take the time of what weighs less; undefined when it was so already. */
function exchangedPlan(decoder: Decoder, start: Genome, budget: Budget): Member | undefined {
  const { model } = decoder;
  decoder.rebase(start);
  if (model.movable.every((task) => decoder.placement.end[task] !== NEVER)) return undefined;
  const layout = new Layout(model, (task) => partsIn(decoder.placement, task));
  if (!exchange(layout, () => budget.isLate())) return undefined;
  const loose = layoutGenome(layout, start, false);
  const exact = layoutGenome(layout, start, true);
  const cost = decoder.rebase(loose);
  const exactCost = decoder.rebase(exact);
  return exactCost < cost ? { genome: exact, cost: exactCost } : { genome: loose, cost };
}

function breed(
  model: Model,
  population: readonly Member[],
  best: Member,
  values: Parameters<typeof perturb>[2],
  random: Random,
): Child {
  const pick = (): Member => {
    const a = population[Math.floor(random() * population.length)]!;
    const b = population[Math.floor(random() * population.length)]!;
    return a.cost < b.cost ? a : b;
  };
  if (population.length > 1 && random() < CROSSOVER) {
    const first = pick();
    let second = pick();
    for (let i = 0; second === first && i < 4; i++) second = pick();
    const genome = crossOver(model, first.genome, second.genome, random);
    perturb(model, genome, values, random, 1);
    return { genome, cost: 0 };
  }
  const genome = cloneGenome((random() < 0.5 ? best : pick()).genome);
  const dirty = perturb(
    model,
    genome,
    values,
    random,
    MIN_PERTURBATIONS + Math.floor(random() * MORE_PERTURBATIONS),
  );
  return { genome, cost: 0, dirty };
}

/** Takes a member in unless the same plan is there already; the worst one leaves when the place is full. */
function admit(population: Member[], member: Member): void {
  if (population.some((other) => Math.abs(other.cost - member.cost) < 1e-9)) return;
  population.push(member);
  if (population.length <= POPULATION) return;
  let worst = 0;
  for (let i = 1; i < population.length; i++) if (population[i]!.cost > population[worst]!.cost) worst = i;
  population.splice(worst, 1);
}
