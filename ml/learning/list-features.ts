import { z } from 'zod';
import { DAY_MIN } from '../../core/time/units.ts';
import type { TaskFacts } from '../features/index.ts';
import type { Effect } from './online-logistic.ts';
import {
  blank,
  close,
  counts,
  decay,
  decayed,
  MONTH,
  outcomeRecord,
  packed,
  packedRecord,
  shrunken,
  unpacked,
  WEEK,
  type OutcomeRecord,
} from './outcome-record.ts';

/** Columns of `ListFeatures`, in order; rates are log odds, counts and days logarithms of one more. */
export const LIST_COLUMNS: readonly string[] = [
  'recentDay recentWeek recentMonth labels labelMean labelLeast labelMost labelWeek title',
  'titleAlone exact exactMonth exactCount titleCount fresh last lastButOne undoneRun doneRun',
  'listsSince daysUndone carriedOver place placeInUsual usualLength dayBefore weekend weekday gap',
  'sameTitleToday sameLabelToday sameLabelsToday freshToday labelCount labelsSince todaysMean',
  'labelsLastTime',
].flatMap((names) => names.split(' '));
export const LIST_WIDTH = LIST_COLUMNS.length;
/** Where the shrunken rate of the same title, nothing else, stands. */
export const TITLE_ALONE = LIST_COLUMNS.indexOf('titleAlone');
/** Where the shrunken rate of all labels together stands. */
export const LABELS_RATE = LIST_COLUMNS.indexOf('labels');

/** Half-life, in days, of what the newest outcomes say. */
const DAY = 1;
const LONGEST = 200;
const MAX_RECORDS = 8000;
const MAX_LABELS = 20;
/** Before anything is known, and what that is worth. */
const BLANK = { done: 3, total: 4 };
const LISTS_FOR_USUAL = 10;
const USUAL_LENGTH = 8;
/** Variances believed of what a title with its labels, and a label on a weekday, add by themselves. */
const EXACT_VARIANCE = 0.2;
const WEEKDAY_VARIANCE = 0.03;

/** What one person wrote down and did. */
interface Person {
  all: OutcomeRecord;
  /** Outcomes fading with a half-life of a day. */
  newest: [done: number, total: number, day: number];
  weekdays: [done: number, total: number][];
  /** Lengths of the newest finished lists. */
  lengths: number[];
  list: number;
  /** The day whose list is being written; −1 before the first. */
  day: number;
  written: number;
  fresh: number;
  odds: number;
  today: Map<string, number>;
}

/**
 * What a person would name who is asked whether something on a day's list will get done: how often it did before, with
 * the same labels and lately; whether it was carried over and for how long; how full the list is and what else is on it;
 * the weekday; how the days before went. Nothing in here looks at what is written down later. A day's list is what was written
 * down on that day.
 */
export class ListFeatures {
  readonly #people = new Map<string, Person>();
  readonly #records = new Map<string, OutcomeRecord>();

  /** Values of `LIST_COLUMNS` for a task about to be written down; NaN where nothing is known. */
  columns(facts: TaskFacts): Float64Array {
    const person = this.#person(facts);
    const day = dayOf(facts);
    const sameList = day === person.day;
    const written = sameList ? person.written : 0;
    const rates = this.#rates(facts, person, day);
    const { exact, title, labels } = this.#recordsOf(facts);
    const usual = mean(person.lengths.slice(-LISTS_FOR_USUAL), USUAL_LENGTH);
    const list = sameList ? person.list : person.list + 1;
    const today = (key: string): number => (sameList ? (person.today.get(key) ?? 0) : 0);
    const singles = labelsOf(facts);
    return Float64Array.from([
      ...rates,
      Math.log1p(exact?.total ?? 0),
      Math.log1p(title?.total ?? 0),
      title ? 0 : 1,
      known(exact?.last),
      known(exact?.before),
      exact?.undoneRun ?? 0,
      exact?.doneRun ?? 0,
      exact ? Math.log1p(list - exact.list) : Number.NaN,
      title && title.undoneSince >= 0 ? Math.log1p(day - title.undoneSince) : 0,
      title && title.list === list - 1 && title.last === 0 ? 1 : 0,
      written,
      written / usual,
      usual,
      person.all.lastShare ?? Number.NaN,
      isWeekend(day) ? 1 : 0,
      this.#weekdayOdds(person, day),
      person.day < 0 ? Number.NaN : Math.min(10, sameList ? 0 : day - person.day),
      today(`title ${facts.title}`),
      Math.max(0, ...singles.map((label) => today(label))),
      today(labelKey(facts)),
      sameList ? person.fresh : 0,
      singles.length,
      labels ? Math.log1p(list - labels.list) : Number.NaN,
      written > 0 ? person.odds / written : rates[2]!,
      labels?.lastShare ?? Number.NaN,
    ]);
  }

  /** What the task's title with its labels, and each label on this weekday, add beyond the columns. */
  effects(facts: TaskFacts): Effect[] {
    const weekday = mod7(dayOf(facts));
    return [
      [keys(facts).exact, EXACT_VARIANCE],
      ...labelsOf(facts).map((label): Effect => [`${facts.user}|${label}|${weekday}`, WEEKDAY_VARIANCE]),
    ];
  }

  /** A task was written down: it stands on its day's list from now on. */
  written(facts: TaskFacts): void {
    const person = this.#person(facts);
    const day = dayOf(facts);
    if (day < person.day) return;
    if (day > person.day) turnPage(person, day);
    const columns = this.#rates(facts, person, day);
    person.written++;
    person.odds += columns[10]!;
    if (!this.#records.has(keys(facts).title)) person.fresh++;
    for (const key of [`title ${facts.title}`, labelKey(facts), ...labelsOf(facts)])
      person.today.set(key, (person.today.get(key) ?? 0) + 1);
    for (const key of Object.values(keys(facts))) {
      const record = this.#records.get(key);
      if (record) record.list = person.list;
    }
  }

  /** An outcome, 0–1, or by how much it differs from what had been assumed of it when `first` is false. */
  count(facts: TaskFacts, outcome: number, first: boolean): void {
    const person = this.#person(facts);
    const day = dayOf(facts);
    for (const record of this.#touched(facts, person)) {
      decay(record, day);
      for (const pair of [record.week, record.month]) {
        pair[0] += outcome;
        pair[1] += first ? 1 : 0;
      }
      record.done += outcome;
      record.total += first ? 1 : 0;
    }
    const [newestDone, newestTotal, since] = person.newest;
    const [recentDone, recentTotal] = decayed([newestDone, newestTotal], day - since, DAY);
    person.newest = [recentDone + outcome, recentTotal + (first ? 1 : 0), Math.max(day, since)];
    const weekday = person.weekdays[mod7(day)]!;
    weekday[0] += outcome;
    weekday[1] += first ? 1 : 0;
  }

  /** What became of a task in the end. */
  closed(facts: TaskFacts, done: boolean): void {
    const person = this.#person(facts);
    const day = dayOf(facts);
    for (const record of this.#touched(facts, person)) close(record, day, done ? 1 : 0);
  }

  /** First the fading rates of everything, then rates by label, then by title; log odds. */
  #rates(facts: TaskFacts, person: Person, day: number): number[] {
    const { all, newest } = person;
    const whole = (all.done + BLANK.done) / (all.total + BLANK.total);
    const [newestDone, newestTotal] = decayed([newest[0], newest[1]], day - newest[2], DAY);
    const since = day - all.day;
    const week = shrunken(decayed(all.week, since, WEEK), 2, whole);
    const month = shrunken(decayed(all.month, since, MONTH), 4, whole);
    const { title, exact, labels } = this.#recordsOf(facts);
    const byLabels = shrunken(counts(labels), 5, month);
    const singles = labelsOf(facts).map((label) => this.#records.get(`${facts.user}|${label}`));
    const each = singles.map((record) => shrunken(counts(record), 5, month));
    const lately = singles.map((r) => shrunken(r ? decayed(r.week, day - r.day, WEEK) : [0, 0], 2, week));
    const byTitle = shrunken(counts(title), 2, byLabels);
    const byExact = shrunken(counts(exact), 2, byTitle);
    const exactMonth = exact ? shrunken(decayed(exact.month, day - exact.day, MONTH), 1, byExact) : byExact;
    return [
      shrunken([newestDone, newestTotal], 1, whole),
      week,
      month,
      byLabels,
      mean(each, month),
      each.length > 0 ? Math.min(...each) : month,
      each.length > 0 ? Math.max(...each) : month,
      mean(lately, week),
      byTitle,
      shrunken(counts(title), 2, whole),
      byExact,
      exactMonth,
    ].map(logit);
  }

  #weekdayOdds(person: Person, day: number): number {
    const whole = (person.all.done + BLANK.done) / (person.all.total + BLANK.total);
    return logit(shrunken(person.weekdays[mod7(day)]!, 20, whole));
  }

  #recordsOf(facts: TaskFacts): {
    title: OutcomeRecord | undefined;
    exact: OutcomeRecord | undefined;
    labels: OutcomeRecord | undefined;
  } {
    const { title, exact, labels } = keys(facts);
    return {
      title: this.#records.get(title),
      exact: this.#records.get(exact),
      labels: this.#records.get(labels),
    };
  }

  /** The records that an outcome of a task belongs to, the person's own first. */
  #touched(facts: TaskFacts, person: Person): OutcomeRecord[] {
    const own = labelsOf(facts).map((label) => `${facts.user}|${label}`);
    const all = [...Object.values(keys(facts)), ...own].map((key) => {
      const record = this.#records.get(key) ?? blank(person.list, dayOf(facts));
      this.#records.delete(key);
      this.#records.set(key, record);
      return record;
    });
    while (this.#records.size > MAX_RECORDS) this.#records.delete(this.#records.keys().next().value!);
    return [person.all, ...all];
  }

  #person(facts: TaskFacts): Person {
    const key = String(facts.user);
    const found = this.#people.get(key);
    if (found) return found;
    const made: Person = {
      all: blank(0, dayOf(facts)),
      newest: [0, 0, 0],
      weekdays: Array.from({ length: 7 }, () => [0, 0]),
      lengths: [],
      list: 0,
      day: -1,
      written: 0,
      fresh: 0,
      odds: 0,
      today: new Map(),
    };
    this.#people.set(key, made);
    return made;
  }

  get state(): ListState {
    const people = Array.from(this.#people, ([key, p]): [string, StoredPerson] => [
      key,
      { ...p, today: [...p.today] },
    ]);
    return { people, records: Array.from(this.#records, ([key, record]) => [key, packed(record)]) };
  }

  restore(state: ListState): void {
    for (const [key, person] of state.people)
      this.#people.set(key, { ...person, today: new Map(person.today) });
    for (const [key, record] of state.records) this.#records.set(key, unpacked(record));
  }
}

/** A new day: what was on the list before is a list of the past. */
function turnPage(person: Person, day: number): void {
  if (person.written > 0) person.lengths.push(person.written);
  person.lengths.splice(0, person.lengths.length - LISTS_FOR_USUAL);
  person.list++;
  person.day = day;
  person.written = 0;
  person.fresh = 0;
  person.odds = 0;
  person.today.clear();
}

const pair = z.tuple([z.number(), z.number()]);
const storedPerson = z.object({
  all: outcomeRecord,
  newest: z.tuple([z.number(), z.number(), z.number()]),
  weekdays: z.array(pair).length(7),
  lengths: z.array(z.number()),
  list: z.number(),
  day: z.number(),
  written: z.number(),
  fresh: z.number(),
  odds: z.number(),
  today: z.array(z.tuple([z.string(), z.number()])),
});
type StoredPerson = z.infer<typeof storedPerson>;
export const listState = z.object({
  people: z.array(z.tuple([z.string(), storedPerson])),
  records: z.array(z.tuple([z.string(), packedRecord])),
});
type ListState = z.infer<typeof listState>;

function keys(facts: TaskFacts): { title: string; exact: string; labels: string } {
  const title = facts.title.slice(0, LONGEST);
  const labels = labelKey(facts);
  return {
    title: `${facts.user}|title ${title}`,
    exact: `${facts.user}|exact ${title}|${labels}`,
    labels: `${facts.user}|${labels}`,
  };
}

/** All labels together. */
function labelKey({ project, category, priority, tags }: TaskFacts): string {
  return `labels ${project}|${category}|${priority}|${tags.slice(0, MAX_LABELS).join(' ')}`;
}

function labelsOf({ project, category, priority, tags }: TaskFacts): string[] {
  return [
    ...(project === null ? [] : [`project ${project}`]),
    ...(category === null ? [] : [`category ${category}`]),
    ...(priority === null ? [] : [`priority ${priority}`]),
    ...tags.slice(0, MAX_LABELS).map((tag) => `tag ${tag}`),
  ];
}

function dayOf(facts: TaskFacts): number {
  return Math.floor(facts.createdLocalMin / DAY_MIN);
}

/** 0 = Thursday, since 1970 began on one. */
function mod7(day: number): number {
  return ((day % 7) + 7) % 7;
}

function isWeekend(day: number): boolean {
  return mod7(day) === 2 || mod7(day) === 3;
}

function known(outcome: number | undefined): number {
  return outcome === undefined || outcome < 0 ? Number.NaN : outcome;
}

function mean(values: readonly number[], without: number): number {
  return values.length > 0 ? values.reduce((a, b) => a + b, 0) / values.length : without;
}

function logit(p: number): number {
  const bounded = Math.min(0.998, Math.max(0.002, p));
  return Math.log(bounded / (1 - bounded));
}
