import type { Model } from '../model/model.ts';
import type { Decoder } from './decoder.ts';
import { previousParts } from '../model/previous.ts';
import { DEFAULT_BREAK_MIN } from '../constraints/focus.ts';
import { focusSide } from '../constraints/focustime.ts';

/** Longest order whose tasks are asked one by one; longer ones take all or none. */
export const ONE_BY_ONE = 120;

/** Ways in which one task may claim its time; the search picks among them. */
export interface GeneValues {
  notBefore: Int32Array;
  lead: Int32Array;
  chunk: Int32Array;
  canKeep: boolean;
}

/** Days ahead for which single starts are worth trying, and the raster of starts, minutes. */
const DAYS_AHEAD = 14;
const RASTER_MIN = 30;
const PER_DAY = 2;

/**
 * For each task the genes worth trying: starts that its own constraints like best on each day, a distance to
 * what comes before (buffer, break), sizes of pieces, and its place in the last plan.
 *
 * @param isLate whether the time for a long list is over
 */
export function geneValuesOf(
  model: Model,
  decoder: Decoder,
  isLate: () => boolean = () => false,
): GeneValues[] {
  const before = previousParts(model);
  const leads = leadsOf(model);
  const patient = model.tasks.length <= ONE_BY_ONE;
  return model.tasks.map((_, task) => {
    // Long lists use up the budget here; a task without any is still placed.
    const starts = patient || !isLate() ? [...startsFor(model, decoder, task), ...daysFor(model, task)] : [];
    return {
      notBefore: Int32Array.from(new Set(starts)),
      lead: leads,
      chunk: chunksFor(model, task),
      canKeep: before[task]!.length > 0,
    };
  });
}

function leadsOf(model: Model): Int32Array {
  const { weights, problem, busy } = model;
  const leads = new Set<number>();
  if (weights.buffers > 0 && busy.length > 0) leads.add(Math.ceil(problem.profile?.bufferMin ?? 5));
  if (weights.focus > 0) leads.add(Math.ceil(problem.profile?.breakMin ?? DEFAULT_BREAK_MIN));
  leads.delete(0);
  return leads.size === 0 ? new Int32Array(0) : Int32Array.from([0, ...leads]);
}

function chunksFor(model: Model, task: number): Int32Array {
  if (!model.splittable[task]) return new Int32Array(0);
  const smallest = model.minChunk[task]!;
  const whole = model.duration[task]!;
  const sizes = new Set([smallest, Math.ceil(whole / 4), Math.ceil(whole / 3), Math.ceil(whole / 2), whole]);
  return Int32Array.from([...sizes].filter((size) => size >= smallest));
}

/** The best raster starts of each day by the task's own price, when anything but time passing prices them. */
function startsFor(model: Model, decoder: Decoder, task: number): Int32Array {
  if (!caresWhen(model, task)) return new Int32Array(0);
  const { timeline, duration, release } = model;
  const starts: number[] = [];
  const days = Math.min(DAYS_AHEAD, timeline.days.length);
  for (let day = 0; day < days; day++) {
    const found: { start: number; price: number }[] = [];
    for (const [from, to] of model.free) {
      if (to <= timeline.dayStart[day]! || from >= timeline.dayStart[day + 1]!) continue;
      const last = Math.min(to, timeline.dayStart[day + 1]!) - Math.min(duration[task]!, to - from);
      for (
        let start = Math.max(from, release[task]!, timeline.dayStart[day]!);
        start <= last;
        start += RASTER_MIN
      ) {
        found.push({ start, price: decoder.priceAt(task, start) });
        start -= (((start - timeline.dayStart[day]!) % RASTER_MIN) + RASTER_MIN) % RASTER_MIN;
      }
    }
    found.sort((a, b) => a.price - b.price || a.start - b.start);
    for (const { start } of found.slice(0, PER_DAY)) starts.push(start);
  }
  return Int32Array.from(starts);
}

/** The beginning of each later day with free time, where days may be held to what the person gets through. */
function daysFor(model: Model, task: number): number[] {
  const { timeline, release, weights, problem } = model;
  if (!(weights.load > 0 && problem.profile?.capacityMin)) return [];
  const starts: number[] = [];
  for (let day = 1; day < Math.min(DAYS_AHEAD, timeline.days.length); day++) {
    const from = timeline.dayStart[day]!;
    const to = timeline.dayStart[day + 1]!;
    if (from > release[task]! && model.free.some(([open, close]) => open < to && close > from))
      starts.push(from);
  }
  return starts;
}

function caresWhen(model: Model, task: number): boolean {
  const { weights, problem } = model;
  const facts = model.tasks[task]!;
  const { energy, preferred } = facts;
  const byFocus = weights.focusTime > 0 && (problem.focusTime ?? []).length > 0 && focusSide(facts) !== 0;
  const byEnergy =
    weights.energy > 0 && problem.profile?.energyByHour && (energy === 'high' || energy === 'low');
  return Boolean(byEnergy) || byFocus || (weights.preferred > 0 && preferred !== undefined);
}
