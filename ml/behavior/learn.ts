import { DAY_MS } from '../../core/time/units.ts';
import { learnHours, type WorkDay } from './hours.ts';
import { LocalClock } from './local.ts';
import {
  learnCalendarLoad,
  learnCapacity,
  learnDay,
  learnFocus,
  learnPace,
  learnSwitching,
  learnTimePreference,
} from './work-profile.ts';
import type { BusyEvent, Completion, LearnedProfile, LearnOptions, WorkEntry } from './types.ts';

const HALF_LIFE_DAYS = 30;

/**
 * Learns how a person works from tracked time, finished tasks and their calendar. Recent days count more (half
 * after `halfLifeDays`), and whatever has little evidence stays near the prior. With no history at all the
 * answer is the prior with confidence 0. The order of the inputs does not matter.
 */
export function learnProfile(
  entries: readonly WorkEntry[],
  completions: readonly Completion[],
  events: readonly BusyEvent[],
  options: LearnOptions,
): LearnedProfile {
  const { now, tz, prior, halfLifeDays = HALF_LIFE_DAYS } = options;
  const clock = new LocalClock(tz);
  const weigh = (ms: number): number => 0.5 ** (Math.max(0, now - ms) / DAY_MS / halfLifeDays);
  const past = entries
    .filter(({ start, end }) => end > start && end <= now)
    .toSorted((a, b) => a.start - b.start);
  const done = completions.filter(({ at }) => at <= now).toSorted((a, b) => a.at - b.at);
  const met = events
    .filter(({ start, end }) => end > start && start < now)
    .toSorted((a, b) => a.start - b.start);
  const days = workDays(clock, past, met, weigh);
  const day = learnDay(clock, past, weigh);
  return {
    version: 1,
    ...learnHours(clock, past, done, days, prior),
    focus: learnFocus(past, weigh),
    switching: learnSwitching(past, weigh),
    day,
    capacityMin: learnCapacity(clock, past, days),
    pace: learnPace(clock, past, done, weigh),
    timePreference: learnTimePreference(clock, past, weigh),
    calendarLoad: learnCalendarLoad(clock, past, met, days, day.value),
  };
}

/** Days on which anything was tracked, from the first entry to the last, meetings taken out. */
function workDays(
  clock: LocalClock,
  entries: readonly WorkEntry[],
  events: readonly BusyEvent[],
  weigh: (ms: number) => number,
): WorkDay[] {
  const spans = new Map<number, { start: number; end: number }>();
  for (const { start, end } of entries) {
    const day = clock.day(start);
    const span = spans.get(day);
    if (span) span.end = Math.max(span.end, end);
    else spans.set(day, { start, end });
  }
  return [...spans].map(([day, span]) => {
    const open: { start: number; end: number }[] = [];
    let cursor = span.start;
    for (const { start, end } of events) {
      if (end <= cursor || start >= span.end) continue;
      if (start > cursor) open.push({ start: cursor, end: start });
      cursor = end;
    }
    if (cursor < span.end) open.push({ start: cursor, end: span.end });
    return { day, weight: weigh(span.end), open };
  });
}
