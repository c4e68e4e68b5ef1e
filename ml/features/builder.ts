import { interpolatedQuantile } from '../../core/statistics.ts';
import { DAY_MIN } from '../../core/time/units.ts';
import { EstimateHistory } from './estimates.ts';
import { routineKey, wordsOf, type TaskFacts } from './facts.ts';
import { GroupStats, type GroupSummary } from './groups.ts';
import { LabelValues } from './label-values.ts';
import { largest, NeighbourIndex, type Neighbour } from './neighbours.ts';
import { durationSchema } from './schema.ts';
import { Projection, RecursiveRidge } from './text-trend.ts';
import { VECTOR_WIDTH } from '../../core/vector.ts';

const TREND_DIMS = 48;
const NEIGHBOURS = 12;
/** How much nearer a task of the same person counts. */
const SAME_USER = 0.15;
const LABELS = durationSchema.columns.filter((column) => column.categorical);
/** The categorical columns stand side by side. */
const FIRST_LABEL = durationSchema.columns.findIndex((column) => column.categorical);
/** Middle of everything before anything is known: half an hour. */
const BLANK_CENTRE = Math.log2(30);

/** What the past says about one task. */
export interface Evidence {
  /** Values of `durationSchema`, in order; each is a float32, so that a stored row is the row that was predicted from. */
  readonly row: Float64Array;
  /** The most alike finished tasks, those of the same person preferred. */
  readonly neighbours: readonly Neighbour[];
  /** Shrunken median of the task's person, category and project, log2 minutes. */
  readonly centre: number;
}

type GroupSummaries = Record<'all' | 'user' | 'project' | 'category' | 'userCategory' | 'cell', GroupSummary>;

/** A finished task as the builder remembers it: what neighbours are shown by, no more, for there are thousands. */
export interface PastTask {
  readonly id: string;
  readonly title: string;
  readonly user: string | null;
  /** log2 minutes. */
  readonly value: number;
  /** How far it was from its group's centre when it was learned. */
  readonly residual: number;
}

/**
 * Turns tasks into rows, from what had happened before. Feed it in time order: `created` when a task is
 * written down, `learn` when its outcome becomes known; `features` only reads. Training keeps the rows made at
 * the time of prediction, so no row can know the future.
 */
export class FeatureBuilder {
  readonly past: PastTask[] = [];
  readonly estimates = new EstimateHistory();
  readonly labels = new LabelValues();
  readonly #groups = new GroupStats();
  readonly #words = new GroupStats();
  readonly #index = new NeighbourIndex(VECTOR_WIDTH);
  readonly #codes = LABELS.map(() => ({ of: new Map<string, number>(), next: 0 }));
  readonly #projection = new Projection(VECTOR_WIDTH, TREND_DIMS);
  readonly #trend = new RecursiveRidge(TREND_DIMS + 1, 3, 0.9995);
  readonly #days = { first: Number.NaN, last: Number.NaN, count: 0, open: 0 };

  /** A task was written down. */
  created(facts: TaskFacts): void {
    const day = dayOf(facts);
    const days = this.#days;
    days.first = Number.isNaN(days.first) ? day : Math.min(days.first, day);
    if (day === days.last) days.count++;
    else if (Number.isNaN(days.last) || day > days.last) {
      days.last = day;
      days.count = 1;
    }
    days.open++;
  }

  /** A task is no longer open, whatever came of it. */
  closed(): void {
    this.#days.open = Math.max(0, this.#days.open - 1);
  }

  /** A task took `actualMin` (above 0). `vector` is its title's, null when there is none. */
  learn(facts: TaskFacts, vector: Float32Array | null, actualMin: number): void {
    const value = Math.log2(actualMin);
    const residual = value - this.#summaries(facts).cell.centre;
    for (const key of keysOf(facts)) this.#groups.add(key, value);
    for (const word of new Set(wordsOf(facts.title))) this.#words.add(word, residual);
    this.estimates.learn(facts, value);
    this.labels.add(facts, value);
    this.#index.add(vector ?? new Float32Array(VECTOR_WIDTH));
    this.past.push({ id: facts.id, title: facts.title, user: facts.user, value, residual });
    if (vector) this.#trend.learn(this.#textOf(vector), residual);
  }

  /** Newest values (log2 minutes) of the person's tasks of this category and project, oldest first. */
  newestAlike(facts: TaskFacts): readonly number[] {
    return this.#groups.newest(cellKey(facts));
  }

  /** The newest values of all, oldest first. */
  newestOfAll(): readonly number[] {
    return this.#groups.newest('all');
  }

  features(facts: TaskFacts, vector: Float32Array | null): Evidence {
    const groups = this.#summaries(facts);
    const near = this.#neighbourColumns(facts, vector, groups);
    const { text, word } = this.#textColumns(facts);
    const columns = [
      ...this.#temporalColumns(facts),
      ...this.#labelColumns(facts),
      ...text,
      ...this.#groupColumns(facts, groups),
      ...word,
      ...this.#lastColumns(facts),
      ...near.columns,
      ...this.estimates.columns(facts),
    ];
    const row = Float64Array.from(columns, Math.fround);
    return { row, neighbours: near.neighbours, centre: groups.cell.centre };
  }

  #temporalColumns(facts: TaskFacts): number[] {
    const day = dayOf(facts);
    const days = this.#days;
    return [
      facts.hasClock ? Math.floor((facts.createdLocalMin - day * DAY_MIN) / 60) : Number.NaN,
      weekdayOf(day),
      Math.floor((((day % 365.25) + 365.25) % 365.25) / 30.44),
      day - days.first,
      day - days.last,
      day === days.last ? days.count : 0,
      days.open,
      facts.dueInDays ?? Number.NaN,
    ];
  }

  /** Codes are given in the order labels are first seen in time, which no later task can change. */
  #labelColumns(facts: TaskFacts): number[] {
    return labelsOf(facts).map((label, column) => {
      if (label === null) return Number.NaN;
      const codes = this.#codes[column]!;
      let code = codes.of.get(label);
      if (code === undefined) codes.of.set(label, (code = codes.next++));
      return code;
    });
  }

  /** A row that was made before: its labels have the codes that it says, here and from now on. */
  adopt(facts: TaskFacts, row: Float64Array): void {
    labelsOf(facts).forEach((label, column) => {
      const code = row[FIRST_LABEL + column]!;
      if (label === null || !Number.isInteger(code)) return;
      const codes = this.#codes[column]!;
      codes.of.set(label, code);
      codes.next = Math.max(codes.next, code + 1);
    });
  }

  #textColumns(facts: TaskFacts): { text: number[]; word: number[] } {
    const words = wordsOf(facts.title);
    const known = [...new Set(words)].map((w) => this.#words.summary(w, 0)).filter((s) => s.count > 0);
    const centres = known.map((s) => s.centre);
    const mean = centres.length > 0 ? centres.reduce((a, b) => a + b, 0) / centres.length : 0;
    const capitals = facts.title.match(/\p{Lu}/gu)?.length ?? 0;
    return {
      text: [words.length, facts.title.length, words.filter((w) => w === '#').length, capitals],
      word: [mean, Math.max(0, ...centres), Math.min(0, ...centres)],
    };
  }

  #summaries(facts: TaskFacts): GroupSummaries {
    const g = this.#groups;
    const all = g.summary('all', BLANK_CENTRE);
    const user = g.summary(`u:${facts.user}`, all.centre);
    const project = g.summary(`p:${facts.project}`, all.centre);
    const category = g.summary(`c:${facts.category}`, all.centre);
    const userCategory = g.summary(
      `uc:${facts.user}|${facts.category}`,
      user.centre + category.centre - all.centre,
    );
    return {
      all,
      user,
      project,
      category,
      userCategory,
      cell: g.summary(cellKey(facts), userCategory.centre),
    };
  }

  #groupColumns(facts: TaskFacts, groups: GroupSummaries): number[] {
    const g = this.#groups;
    const { all, user, project, category, userCategory, cell } = groups;
    const tag = g.summary(`t:${facts.tags[0]}`, all.centre);
    const userProject = g.summary(
      `up:${facts.user}|${facts.project}`,
      user.centre + project.centre - all.centre,
    );
    const routine = g.summary(`r:${routineKey(facts.title)}`, cell.centre);
    return [
      [all.centre, all.recent, user.centre, user.recent, user.spread, user.count],
      [project.centre, project.recent, project.count, category.centre, category.recent, category.count],
      [tag.centre, userCategory.centre, userCategory.recent, userCategory.spread, userCategory.count],
      [userProject.centre, userProject.recent, g.summary(`prio:${facts.priority}`, all.centre).centre],
      [g.summary(`wd:${weekdayOf(dayOf(facts))}`, all.centre).centre],
      [cell.centre, cell.recent, cell.count, routine.centre, routine.recent, routine.count],
    ].flat();
  }

  #lastColumns(facts: TaskFacts): number[] {
    const last = this.#groups.newest(`u:${facts.user}`);
    const same = this.#groups.newest(`ur:${facts.user}|${routineKey(facts.title)}`);
    return [last.at(-1), last.at(-2), last.at(-3), same.at(-1)].map((v) => v ?? Number.NaN);
  }

  #neighbourColumns(
    facts: TaskFacts,
    vector: Float32Array | null,
    groups: { all: GroupSummary; cell: GroupSummary },
  ): { columns: number[]; neighbours: Neighbour[] } {
    if (!vector || this.#index.size === 0) {
      const unknown = [groups.all.centre, Number.NaN, 0, Number.NaN, groups.cell.centre, 0, 0];
      return { columns: unknown, neighbours: [] };
    }
    const similarities = this.#index.similarities(vector);
    const near = largest(similarities, NEIGHBOURS);
    for (let i = 0; i < similarities.length; i++) {
      if (this.past[i]!.user === facts.user) similarities[i]! += SAME_USER;
    }
    const ranked = largest(similarities, NEIGHBOURS);
    const neighbours = ranked.map((n) => {
      const own = this.past[n.index]!.user === facts.user;
      return { index: n.index, similarity: n.similarity - (own ? SAME_USER : 0) };
    });
    const values = near.map((n) => this.past[n.index]!.value).toSorted((a, b) => a - b);
    const ownValues = neighbours.map((n) => this.past[n.index]!.value).toSorted((a, b) => a - b);
    let residual = 0;
    let weight = 0.5;
    for (const n of ranked) {
      const kernel = Math.exp(6 * (n.similarity - 1));
      residual += kernel * this.past[n.index]!.residual;
      weight += kernel;
    }
    const spread =
      values.length > 3
        ? interpolatedQuantile(values, 0.75) - interpolatedQuantile(values, 0.25)
        : Number.NaN;
    const best = near[0]!;
    const columns = [
      interpolatedQuantile(values, 0.5),
      spread,
      best.similarity,
      this.past[best.index]!.value,
    ];
    columns.push(
      interpolatedQuantile(ownValues, 0.5),
      residual / weight,
      this.#trend.predict(this.#textOf(vector)),
    );
    return { columns, neighbours };
  }

  #textOf(vector: Float32Array): Float64Array {
    const text = new Float64Array(TREND_DIMS + 1);
    text.set(this.#projection.apply(vector));
    text[TREND_DIMS] = 0.3;
    return text;
  }
}

/** What the categorical columns stand for, in the order of the schema. */
function labelsOf(facts: TaskFacts): (string | null)[] {
  const { user, project, category, tags, priority, title } = facts;
  return [user, project, category, tags[0] ?? null, priority, wordsOf(title)[0] ?? null];
}

function dayOf(facts: TaskFacts): number {
  return Math.floor(facts.createdLocalMin / DAY_MIN);
}

/** 0 = Sunday; day 0 of 1970 was a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

function cellKey(facts: TaskFacts): string {
  return `ucp:${facts.user}|${facts.category}|${facts.project}`;
}

function keysOf(facts: TaskFacts): string[] {
  const routine = routineKey(facts.title);
  const { user, project, category, priority } = facts;
  const keys = [
    'all',
    `u:${user}`,
    `p:${project}`,
    `c:${category}`,
    `t:${facts.tags[0]}`,
    `uc:${user}|${category}`,
  ];
  keys.push(`up:${user}|${project}`, cellKey(facts), `prio:${priority}`, `wd:${weekdayOf(dayOf(facts))}`);
  keys.push(`r:${routine}`, `ur:${user}|${routine}`);
  return keys;
}
