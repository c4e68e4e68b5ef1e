import type { WorkProfileView } from '../../../core/domain/work-profile.ts';
import { SHORT_WEEKDAY_NAMES } from '../../../core/messages/en/calendar-names.ts';
import { minutes } from '../../wording/format.ts';
import { WEEKDAYS } from '../../../core/time/week.ts';

/** The learned work profile as cells and sentences. */

/** Hours with less than this behind them stay out of the map. */
const MIN_EVIDENCE_H = 0.5;
const LEVELS = 10;
/** Below this nothing is said about a measure. */
const MIN_CONFIDENCE = 0.15;

export interface HeatRow {
  name: string;
  /** One per hour shown; `level` 0–10 against the best cell, `value` 1 for an average hour. */
  cells: { hour: number; value: number; level: number }[];
}

/** Rows Monday first, columns the hours in which this person works at all; empty before there is data. */
export function heatRows(view: Pick<WorkProfileView, 'productivity'>): HeatRow[] {
  const productivity = view.productivity?.value;
  if (!productivity) return [];
  const { evidenceHours, byWeekdayHour } = productivity;
  const known = evidenceHours.flatMap((hours, hour) => (hours >= MIN_EVIDENCE_H ? [hour] : []));
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return [];
  const hours = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const best = Math.max(...byWeekdayHour.flatMap((row) => hours.map((hour) => row[hour] ?? 0)), 0.001);
  return SHORT_WEEKDAY_NAMES.map((name, day) => ({
    name,
    cells: hours.map((hour) => {
      const value = byWeekdayHour[day]?.[hour] ?? 0;
      return { hour, value, level: Math.round((value / best) * LEVELS) };
    }),
  }));
}

/** What was measured, in sentences, the surest first. Nothing is said that is hardly known. */
export function workProfileSentences(view: WorkProfileView): string[] {
  const statements: { words: string; confidence: number }[] = [];
  const say = (confidence: number | undefined, words: string): void => {
    if (confidence !== undefined && confidence >= MIN_CONFIDENCE) statements.push({ words, confidence });
  };
  const [firstPeak] = view.productivity?.value.peakHours ?? [];
  if (firstPeak !== undefined) {
    say(
      view.productivity?.confidence,
      `Most gets done between ${firstPeak}:00 and ${(firstPeak + 3) % 24}:00.`,
    );
  }
  const { focus, switching, day, pace, capacityMin, calendarLoad } = view;
  if (focus) say(focus.confidence, `You usually focus for about ${minutes(focus.value.lengthMin)}.`);
  if (switching && switching.value.costMin >= 1)
    say(switching.confidence, `Switching projects costs about ${minutes(switching.value.costMin)}.`);
  if (day)
    say(
      day.confidence,
      `A typical day runs from ${clock(day.value.startMin)} to ${clock(day.value.endMin)}.`,
    );
  if (pace) say(pace.confidence, paceWords(pace.value.median));
  if (capacityMin) {
    const days = WEEKDAYS.flatMap((name, index) => {
      const value = capacityMin.value[name];
      return value === undefined ? [] : [`${SHORT_WEEKDAY_NAMES[index]} ${minutes(value)}`];
    });
    if (days.length > 0)
      say(capacityMin.confidence, `What you get done on a typical day: ${days.join(', ')}.`);
  }
  if (calendarLoad && calendarLoad.value.lostAroundMin >= 2)
    say(
      calendarLoad.confidence,
      `About ${minutes(calendarLoad.value.lostAroundMin)} around each event goes unused.`,
    );
  return statements.sort((a, b) => b.confidence - a.confidence).map(({ words }) => words);
}

function paceWords(median: number): string {
  const more = Math.round((median - 1) * 100);
  if (Math.abs(more) < 5) return 'Your days take about as long as planned.';
  return `Your days take about ${Math.abs(more)}% ${more > 0 ? 'longer' : 'less time'} than planned.`;
}

function clock(minuteOfDay: number): string {
  return `${Math.floor(minuteOfDay / 60)}:${String(Math.round(minuteOfDay) % 60).padStart(2, '0')}`;
}
