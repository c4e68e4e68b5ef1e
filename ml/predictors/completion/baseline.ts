import { z } from 'zod';
import { DAY_MIN } from '../../../core/time/units.ts';
import { routineKey, wordsOf, type TaskFacts } from '../../features/index.ts';
import { sigmoid } from '../../trees/index.ts';
import { AGES, Survival, survivalState } from './survival.ts';

/** Before anything is known, most of what people write down they do. */
const BLANK_RATE = 0.75;
/** A label's own rate counts as much as its parent's once it has this many outcomes. */
const SHRINKAGE = 6;
/** Precision of the belief that a label changes nothing, and that a word of the title doesn't. */
const LABEL_PRECISION = 10;
const WORD_PRECISION = 100;
/** Tags of a task, and letters of a title or word, that are looked at. */
const MAX_TAGS = 20;
const MAX_LETTERS = 200;

/** Log odds that `columns` gives; the last is the base. */
export const RATE_COLUMNS = 7;

interface Count {
  done: number;
  total: number;
}

/** How much a label adds to the log odds, and how surely. */
interface Belief {
  mean: number;
  precision: number;
}

/** A task without an outcome. `stage`: the next of `AGES` it will reach; `assumed`: its outcome so far, 0–1. */
interface Open {
  facts: TaskFacts | null;
  stage: number;
  assumed: number;
}

/** An outcome, 0–1, or by how much it differs from what had been assumed of it when `first` is false. */
type CountedListener = (facts: TaskFacts, outcome: number, first: boolean) => void;

/**
 * How often tasks with the same labels are done, by two rules whose log odds are averaged: a shrunken rate of all
 * labels together, and what each label adds by itself (Bayesian logistic regression, one outcome at a time). What is
 * done late is known late, while what is dropped is often known at once; so from the second day on an open task counts as
 * done in part, as likely as tasks of its age are.
 */
export class CompletionRates {
  readonly #counts = new Map<string, Count>();
  readonly #beliefs = new Map<string, Belief>();
  readonly #open = new Map<string, Open>();
  readonly #survival = new Survival();
  readonly #onCounted: CountedListener | undefined;
  #today = Number.NEGATIVE_INFINITY;

  /** `onCounted` hears of everything that is counted. */
  constructor(onCounted?: CountedListener) {
    this.#onCounted = onCounted;
  }

  /** A task is open from now on. */
  created(facts: TaskFacts): void {
    const open = this.#open.get(facts.id);
    if (open) open.facts = facts;
    else this.#open.set(facts.id, { facts, stage: 0, assumed: 0 });
  }

  /** Time goes on: once a day, what is still open is counted by its age. `localMin` is the wall clock. */
  advance(localMin: number): void {
    const today = dayOf(localMin);
    if (!(today > this.#today)) return;
    this.#today = today;
    for (const open of this.#open.values()) {
      if (!open.facts) continue;
      const age = today - dayOf(open.facts.createdLocalMin);
      while (open.stage < AGES.length && age >= AGES[open.stage]!) {
        if (open.stage > 0) this.#survival.survived(open.stage - 1);
        const chance = this.#survival.chance(open.stage);
        this.#teach(open.facts, chance - open.assumed, open.stage === 0);
        open.assumed = chance;
        open.stage++;
      }
    }
  }

  /** What became of a task; one that was never `created` counts as new. */
  observe(facts: TaskFacts, done: boolean): void {
    const open = this.#open.get(facts.id);
    this.#open.delete(facts.id);
    const outcome = done ? 1 : 0;
    const stage = open?.stage ?? 0;
    if (stage > 0) this.#survival.ended(stage - 1, done);
    else if (!done) this.#survival.dropped();
    this.#teach(facts, outcome - (open?.assumed ?? 0), stage === 0);
  }

  /** How likely a task open for more than a day is to be done; null for any other. */
  assumed(id: string): number | null {
    const open = this.#open.get(id);
    return open && open.stage > 0 ? open.assumed : null;
  }

  /** An outcome, or by how much it differs from what was assumed. */
  #teach(facts: TaskFacts, outcome: number, first: boolean): void {
    this.#onCounted?.(facts, outcome, first);
    for (const key of rateKeys(facts)) {
      const count = this.#counts.get(key) ?? { done: 0, total: 0 };
      count.done += outcome;
      count.total += first ? 1 : 0;
      this.#counts.set(key, count);
    }
    const keys = beliefKeys(facts);
    const said = sigmoid(this.#sum(keys));
    for (const [key, precision] of keys) {
      const belief = this.#beliefs.get(key) ?? { mean: 0, precision };
      if (first) belief.precision += said * (1 - said);
      belief.mean += (first ? outcome - said : outcome) / belief.precision;
      this.#beliefs.set(key, belief);
    }
  }

  /** Log odds of being done by person, project, category, tag, priority and all of them together; last the base. */
  columns(facts: TaskFacts): number[] {
    const [all, user, ...single] = rateKeys(facts);
    const whole = this.#rate(user!, this.#rate(all!, BLANK_RATE));
    const odds = [whole, ...single.map((key) => this.#rate(key, whole))].map(logit);
    return [...odds, (odds.at(-1)! + this.#sum(beliefKeys(facts))) / 2];
  }

  #rate(key: string, parent: number): number {
    const { done, total } = this.#counts.get(key) ?? { done: 0, total: 0 };
    return Math.min(0.998, Math.max(0.002, (done + SHRINKAGE * parent) / (total + SHRINKAGE)));
  }

  #sum(keys: readonly [string, number][]): number {
    return keys.reduce((sum, [key]) => sum + (this.#beliefs.get(key)?.mean ?? 0), logit(BLANK_RATE));
  }

  get state(): RatesState {
    return {
      counts: Array.from(this.#counts, ([key, c]) => [key, c.done, c.total]),
      beliefs: Array.from(this.#beliefs, ([key, b]) => [key, b.mean, b.precision]),
      open: Array.from(this.#open, ([id, o]) => [id, o.stage, o.assumed]),
      survival: this.#survival.state,
    };
  }

  /** What is open comes back with `created`. */
  restore(state: RatesState): void {
    for (const [key, done, total] of state.counts) this.#counts.set(key, { done, total });
    for (const [key, mean, precision] of state.beliefs) this.#beliefs.set(key, { mean, precision });
    for (const [id, stage, assumed] of state.open) this.#open.set(id, { facts: null, stage, assumed });
    this.#survival.restore(state.survival);
  }
}

const triples = z.array(z.tuple([z.string(), z.number(), z.number()]));
export const ratesState = z.object({
  counts: triples,
  beliefs: z.array(z.tuple([z.string(), z.number(), z.number().positive()])),
  open: z.array(z.tuple([z.string(), z.int().min(0).max(AGES.length), z.number()])),
  survival: survivalState,
});
export type RatesState = z.infer<typeof ratesState>;

/** Everything, the person, each label of the person's, and all labels together. */
function rateKeys(facts: TaskFacts): string[] {
  const { user, project, category, priority } = facts;
  const tag = facts.tags[0];
  const single = [
    `p:${user}|${project}`,
    `c:${user}|${category}`,
    `t:${user}|${tag}`,
    `q:${user}|${priority}`,
  ];
  return ['all', `u:${user}`, ...single, `x:${user}|${category}|${project}|${tag}|${priority}`];
}

function beliefKeys(facts: TaskFacts): [string, number][] {
  const { user, project, category, priority, tags } = facts;
  const labels = ['all', `u:${user}`, `p:${project}`, `c:${category}`, `q:${priority}`];
  for (const tag of tags.slice(0, MAX_TAGS)) labels.push(`t:${tag}`);
  labels.push(`uq:${user}|${priority}`, `up:${user}|${project}`);
  labels.push(`r:${user}|${routineKey(facts.title).slice(0, MAX_LETTERS)}`);
  labels.push(`x:${user}|${category}|${project}|${tags[0]}|${priority}`);
  labels.push(`wd:${dayOf(facts.createdLocalMin) % 7}`);
  const words = new Set(wordsOf(facts.title));
  return [
    ...labels.map((key): [string, number] => [key, LABEL_PRECISION]),
    ...Array.from(words, (word): [string, number] => [`w:${word.slice(0, MAX_LETTERS)}`, WORD_PRECISION]),
  ];
}

function dayOf(localMin: number): number {
  return Math.floor(localMin / DAY_MIN);
}

function logit(p: number): number {
  return Math.log(p / (1 - p));
}
