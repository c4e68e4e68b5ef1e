import type { ParsedFields, SureField, Token } from '../../core/language.ts';
import type { Chosen } from './combine.ts';
import { WEIGHTS } from './confidence-weights.ts';
import type { Item } from './items.ts';
import type { VocabularyHit } from './personal/apply.ts';

/** A reading as far as its confidence depends on it. */
export interface Reading {
  fields: ParsedFields;
  tokens: readonly Token[];
  ambiguous: readonly Item[];
  chosen: Chosen;
  vocabulary: readonly VocabularyHit[];
  /** Used readings beside which words of the language of time were left over. */
  halves: readonly Item[];
}

/** Names of the features, in the order of the weights. */
export const FEATURES = [
  'something was left plain in doubt',
  'a second reading of a field was dropped',
  'a form that titles contain too (bare weekday abbreviation, ordinal, 3/5)',
  'an hour that could be twelve hours later',
  'a recurrence',
  'three or more recognised stretches',
  'nothing recognised',
] as const;

const LOOSE_FORMS = new Set([
  'weekdayShort',
  'shortRelative',
  'ordinal',
  'theOrdinal',
  'slash',
  'dotted',
  'month',
  'week',
]);

/** The features of a reading as 0 or 1. */
export function featuresOf(r: Reading): number[] {
  const whens = [...r.chosen.when.map((x) => x.when), r.chosen.deadline?.when, r.chosen.earliest?.when];
  const flag = (b: boolean): number => (b ? 1 : 0);
  return [
    flag(r.ambiguous.length > 0),
    flag(r.chosen.dropped.length > 0),
    flag(whens.some((w) => w !== undefined && w.form !== null && LOOSE_FORMS.has(w.form))),
    flag(whens.some((w) => w?.open === true)),
    flag(r.chosen.recurrence !== null),
    flag(r.tokens.length >= 3),
    flag(r.tokens.length === 0 && r.ambiguous.length === 0),
  ];
}

/** Logistic of bias and weights (`weights[0]` is the bias). */
export function probability(weights: readonly number[], features: readonly number[]): number {
  let z = weights[0] ?? 0;
  for (const [k, x] of features.entries()) z += (weights[k + 1] ?? 0) * x;
  return 1 / (1 + Math.exp(-z));
}

/** What is left of the confidence when a reading may be half of what was said; no chip goes without asking then. */
const HALF_READ = 0.6;

/** The reading that sets each field, where one does. */
function sources(c: Chosen): Partial<Record<SureField, Item | undefined>> {
  const [when] = c.when;
  return {
    date: c.recurrence ?? when ?? c.earliest ?? undefined,
    deadline: c.deadline ?? undefined,
    earliest: c.earliest ?? undefined,
    durationMin: c.duration ?? undefined,
    rrule: c.recurrence ?? undefined,
  };
}

/** Confidence of each field that words set, never above that of a line with nothing else in it. */
export function fieldConfidences(r: Reading): Partial<Record<SureField, number>> {
  const out: Partial<Record<SureField, number>> = {};
  for (const [field, item] of Object.entries(sources(r.chosen)) as [SureField, Item | undefined][]) {
    if (item === undefined || r.fields[field] === null) continue;
    const [when, beside] = [
      item.kind === 'when' || item.kind === 'deadline' || item.kind === 'earliest' ? item.when : null,
      r.halves,
    ];
    const dropped = r.chosen.dropped.some((d) => d.kind === item.kind);
    const features = [
      false,
      dropped,
      LOOSE_FORMS.has(when?.form ?? ''),
      when?.open === true,
      item.kind === 'recurrence',
      false,
      false,
    ];
    const p = probability(WEIGHTS, features.map(Number)) * (beside.includes(item) ? HALF_READ : 1);
    out[field] = Math.round(p * 1000) / 1000;
  }
  return out;
}

/**
 * Probability that a reading is kept as it is: a logistic model fitted on the training half of the corpus
 * (`scripts/fit-confidence.ts`), times the confidence of the personal rules that took part.
 */
export function confidenceOf(r: Reading): number {
  let p = probability(WEIGHTS, featuresOf(r)) * (r.halves.length > 0 ? HALF_READ : 1);
  for (const hit of r.vocabulary) p *= hit.rule.confidence;
  return Math.round(p * 1000) / 1000;
}
