import type { CalendarRule } from './rule.ts';
import { isRuleDay, positions } from './rule-days.ts';
import { DAY_S, UnreadableError } from './values.ts';

/** Rules that count hours, minutes or seconds. */

const STEP = { HOURLY: 3_600, MINUTELY: 60, SECONDLY: 1 } as const;

/** What may still be looked at for one file: days and ticks. A file that asks for more is an attack or a mistake. */
export interface Budget {
  left: number;
}

/** The span in which occurrences are wanted, in seconds of the wall clock, both ends included. */
export interface Span {
  from: number;
  to: number;
}

/** @throws UnreadableError when the budget is spent */
export function spend(budget: Budget, steps: number): void {
  budget.left -= steps;
  if (budget.left < 0) throw new UnreadableError('it repeats too often');
}

/** Wall-clock seconds in order, from the tick at or before the span. */
export function* ticksFrom(rule: CalendarRule, start: number, span: Span, budget: Budget): Generator<number> {
  const unit = STEP[rule.frequency as keyof typeof STEP];
  const step = unit * rule.interval;
  // A tick stands for its whole hour or minute; the first one has its own place in it.
  const base = start - mod(start, unit);
  const places = placesIn(rule, mod(start, unit));
  let at = base + Math.max(0, Math.floor((span.from - base) / step)) * step;
  while (at <= span.to) {
    const day = Math.floor(at / DAY_S);
    spend(budget, 1);
    if (isRuleDay(rule, day)) {
      if (isRuleTime(rule, at)) for (const place of places) yield at + place;
      at += step;
    } else {
      at = base + Math.ceil(((day + 1) * DAY_S - base) / step) * step;
    }
  }
}

function isRuleTime(rule: CalendarRule, at: number): boolean {
  const { byHour, byMinute, bySecond, frequency } = rule;
  const fits = (listed: readonly number[], value: number): boolean =>
    listed.length === 0 || listed.includes(value);
  if (!fits(byHour, mod(Math.floor(at / 3_600), 24))) return false;
  if (frequency !== 'HOURLY' && !fits(byMinute, mod(Math.floor(at / 60), 60))) return false;
  return frequency !== 'SECONDLY' || fits(bySecond, mod(at, 60));
}

/** Seconds within a tick at which the rule comes true. */
function placesIn(rule: CalendarRule, own: number): number[] {
  const minutes = rule.byMinute.length > 0 ? rule.byMinute : [Math.floor(own / 60)];
  const seconds = rule.bySecond.length > 0 ? rule.bySecond : [own % 60];
  let all: number[] = [0];
  if (rule.frequency === 'HOURLY') all = minutes.flatMap((m) => seconds.map((s) => m * 60 + s));
  else if (rule.frequency === 'MINUTELY') all = [...seconds];
  if (rule.bySetPos.length === 0) return all;
  return positions(rule.bySetPos, all.length).map((nth) => all[nth]!);
}

const mod = (value: number, by: number): number => ((value % by) + by) % by;
