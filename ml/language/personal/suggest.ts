import type { Suggestion } from '../../../core/domain/views.ts';
import { timeOfDay } from '../../../core/time/week.ts';

/** A task like the one being typed, with what its owner chose for it. */
export interface Neighbour {
  title: string;
  /** Cosine of the embeddings, −1 to 1. */
  similarity: number;
  project: string | null;
  tags: readonly string[];
  durationMin: number | null;
  /** Tracked minutes, when the task is finished. */
  actualMin?: number | null;
  /** Hour of day it was started at, 0–24. */
  startHour: number | null;
}

/** Neighbours below this are about something else. */
const MIN_SIMILARITY = 0.45;
const MIN_AGREEING = 2;
const MIN_CONFIDENCE = 0.5;

/** Weight of a neighbour's vote: near 0 at the threshold, 1 for the same text. */
const weightOf = (n: Neighbour): number => ((n.similarity - MIN_SIMILARITY) / (1 - MIN_SIMILARITY)) ** 2;

/**
 * Project, tags, duration and time of day as similar past tasks had them, each with its evidence. Confidence is
 * the weighted share of agreeing neighbours, shrunk towards nothing while they are few. Pure; at most one
 * suggestion a field, none below even odds.
 */
export function suggestFromNeighbours(neighbours: readonly Neighbour[]): Suggestion[] {
  const near = neighbours.filter((n) => n.similarity >= MIN_SIMILARITY);
  const out = [suggestProject(near), suggestTags(near), suggestDuration(near), suggestTime(near)];
  return out.filter((s): s is Suggestion => s !== null && s.confidence >= MIN_CONFIDENCE);
}

interface Vote {
  value: string;
  share: number;
  count: number;
  example: string;
}

/** The value most of the weight is for; neighbours without one vote for "nothing". */
function elect(near: readonly Neighbour[], valueOf: (n: Neighbour) => string | null): Vote | null {
  const sums = new Map<string, { weight: number; count: number; example: string }>();
  let total = 0;
  for (const n of near) {
    const weight = weightOf(n);
    total += weight;
    const value = valueOf(n);
    if (value === null) continue;
    const sum = sums.get(value) ?? { weight: 0, count: 0, example: n.title };
    sum.weight += weight;
    sum.count += 1;
    sums.set(value, sum);
  }
  const best = [...sums].sort((a, b) => b[1].weight - a[1].weight || a[0].localeCompare(b[0]))[0];
  if (best === undefined || best[1].count < MIN_AGREEING) return null;
  // One neighbour of prior weight that agrees with no one.
  return {
    value: best[0],
    share: best[1].weight / (total + 0.3),
    count: best[1].count,
    example: best[1].example,
  };
}

const why = (v: { count: number; example: string }, of: number) => ({
  key: 'suggest.fromSimilar',
  params: { count: v.count, of, example: v.example },
});

function suggestProject(near: readonly Neighbour[]): Suggestion | null {
  const v = elect(near, (n) => n.project);
  return v === null
    ? null
    : { field: 'project', value: v.value, confidence: v.share, why: why(v, near.length) };
}

function suggestTags(near: readonly Neighbour[]): Suggestion | null {
  const names = new Set(near.flatMap((n) => [...n.tags]));
  const votes = [...names].map((tag) => elect(near, (n) => (n.tags.includes(tag) ? tag : null)));
  const sure = votes
    .filter((v): v is Vote => v !== null && v.share >= MIN_CONFIDENCE)
    .sort((a, b) => b.share - a.share);
  const first = sure[0];
  const last = sure.at(-1);
  if (first === undefined || last === undefined) return null;
  return {
    field: 'tags',
    value: sure.map((v) => v.value),
    confidence: last.share,
    why: why(first, near.length),
  };
}

/** Weighted median of the minutes, with the spread as evidence; sure when the neighbours lie close together. */
function suggestDuration(near: readonly Neighbour[]): Suggestion | null {
  const known = near
    .map((n) => ({ min: n.actualMin ?? n.durationMin, weight: weightOf(n), title: n.title }))
    .filter((n): n is { min: number; weight: number; title: string } => n.min !== null && n.min > 0)
    .sort((a, b) => a.min - b.min);
  if (known.length < MIN_AGREEING) return null;
  const total = known.reduce((a, n) => a + n.weight, 0);
  const at = (q: number): number => {
    let sum = 0;
    for (const n of known) {
      sum += n.weight;
      if (sum >= q * total) return n.min;
    }
    return known.at(-1)?.min ?? 0;
  };
  const median = at(0.5);
  const near25 = known
    .filter((n) => Math.abs(n.min - median) <= 0.25 * median)
    .reduce((a, n) => a + n.weight, 0);
  const value = median >= 20 ? Math.round(median / 5) * 5 : Math.max(1, Math.round(median));
  return {
    field: 'durationMin',
    value,
    confidence: near25 / (total + 0.3),
    why: { key: 'suggest.durationFromSimilar', params: { count: known.length, low: at(0.1), high: at(0.9) } },
  };
}

/** The half hour most of the neighbours were started around. */
function suggestTime(near: readonly Neighbour[]): Suggestion | null {
  const v = elect(near, (n) => (n.startHour === null ? null : clock(n.startHour)));
  return v === null
    ? null
    : { field: 'timeOfDay', value: v.value, confidence: v.share, why: why(v, near.length) };
}

function clock(hour: number): string {
  return timeOfDay((Math.round(hour * 2) % 48) * 30);
}
