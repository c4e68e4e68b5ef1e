import { z } from 'zod';

/** Half-lives in days. */
export const WEEK = 7;
export const MONTH = 30;

type Pair = [done: number, total: number];
const pair = z.tuple([z.number(), z.number()]);

export const outcomeRecord = z.object({
  done: z.number(),
  total: z.number(),
  /** The last outcome and the one before; −1: none. */
  last: z.number(),
  before: z.number(),
  doneRun: z.number(),
  undoneRun: z.number(),
  /** Day from which on it has been left undone; −1 when it isn't. */
  undoneSince: z.number(),
  /** Number of the list it stood on last. */
  list: z.number(),
  /** Done and total, fading with a half-life of a week and of a month, as of `day`. */
  day: z.number(),
  week: pair,
  month: pair,
  /** The last day that has outcomes with its done and total, and the share of them done. */
  newest: z.tuple([z.number(), z.number(), z.number()]),
  lastShare: z.number().nullable(),
});
/** Outcomes under one key: of a title, of a label, of a person. */
export type OutcomeRecord = z.infer<typeof outcomeRecord>;

export function blank(list: number, day: number): OutcomeRecord {
  return {
    done: 0,
    total: 0,
    last: -1,
    before: -1,
    doneRun: 0,
    undoneRun: 0,
    undoneSince: -1,
    list,
    day,
    week: [0, 0],
    month: [0, 0],
    newest: [day, 0, 0],
    lastShare: null,
  };
}

/** Brings the fading sums to a day; a day of the past changes nothing. */
export function decay(record: OutcomeRecord, day: number): void {
  if (day <= record.day) return;
  record.week = decayed(record.week, day - record.day, WEEK);
  record.month = decayed(record.month, day - record.day, MONTH);
  record.day = day;
}

/** The final outcome, 0 or 1, of a task that stood on a day's list. */
export function close(record: OutcomeRecord, day: number, outcome: number): void {
  record.before = record.last;
  record.last = outcome;
  record.doneRun = outcome === 1 ? record.doneRun + 1 : 0;
  record.undoneRun = outcome === 1 ? 0 : record.undoneRun + 1;
  if (outcome === 1) record.undoneSince = -1;
  else if (record.undoneSince < 0) record.undoneSince = day;
  const [newest, done, total] = record.newest;
  record.newest = newest === day ? [day, done + outcome, total + 1] : [day, outcome, 1];
  record.lastShare = record.newest[1] / record.newest[2];
}

export function decayed([done, total]: Pair, days: number, halfLife: number): Pair {
  const kept = 0.5 ** (Math.max(0, days) / halfLife);
  return [done * kept, total * kept];
}

export function counts(record: OutcomeRecord | undefined): Pair {
  return record ? [record.done, record.total] : [0, 0];
}

/** A rate drawn towards `parent` as if that had been seen `weight` times; corrections can't bring it out of 0–1. */
export function shrunken([done, total]: Pair, weight: number, parent: number): number {
  return Math.min(1, Math.max(0, (done + weight * parent) / (total + weight)));
}

/** A record as it is stored: its numbers in one order, without their names. */
export const packedRecord = z.array(z.number().nullable()).length(17);
type PackedRecord = z.infer<typeof packedRecord>;

export function packed(r: OutcomeRecord): PackedRecord {
  const plain = [r.done, r.total, r.last, r.before, r.doneRun, r.undoneRun, r.undoneSince, r.list, r.day];
  return [...plain, ...r.week, ...r.month, ...r.newest, r.lastShare];
}

export function unpacked(values: PackedRecord): OutcomeRecord {
  const at = (i: number): number => values[i] ?? 0;
  return {
    done: at(0),
    total: at(1),
    last: at(2),
    before: at(3),
    doneRun: at(4),
    undoneRun: at(5),
    undoneSince: at(6),
    list: at(7),
    day: at(8),
    week: [at(9), at(10)],
    month: [at(11), at(12)],
    newest: [at(13), at(14), at(15)],
    lastShare: values[16] ?? null,
  };
}
