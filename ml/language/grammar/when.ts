import type { DayPart } from '../lexicon.ts';
import type { Scan } from '../scan.ts';
import { addDay } from './when-days.ts';
import { joinEnd } from './when-span.ts';
import { addInterval, addPart, addTime } from './when-times.ts';
import { blank, type When, type WhenBit } from './when-types.ts';

export type { When } from './when-types.ts';

export interface WhenOptions {
  /** The caller has read a word ("by", "until") that makes a plain hour a time. */
  bareHour?: boolean;
  /** The moment itself, without an end behind it. */
  alone?: boolean;
}

/** The longest run of day and time pieces from `i`; null when there is none. */
export function matchWhen(s: Scan, i: number, options: WhenOptions = {}): When | null {
  const w = blank(i);
  for (let step = 0; step < 6; step++) {
    const at = step > 0 && s.is(w.to, ',') && s.at(w.to + 1)?.gap === true ? w.to + 1 : w.to;
    if (step > 0 && at === w.to && s.glued(at) && !s.is(at, '@')) break;
    const before = w.to;
    if (
      !addPart(s, w, at) &&
      !addDay(s, w, at) &&
      !(options.alone !== true && addInterval(s, w, at)) &&
      !addTime(s, w, at, options.bareHour === true && step === 0)
    )
      break;
    if (w.to === before) break;
  }
  if (w.to === i) return null;
  if (options.alone !== true) joinEnd(s, w, (at) => matchWhen(s, at, { bareHour: true, alone: true }));
  intoNight(s, w);
  return w;
}

/** Hour before which the night of the day before still lasts. */
const NIGHT_ENDS_MIN = 6 * 60;

/** `tonight at 2am`: the small hours of the night ahead belong to the next calendar day. */
function intoNight(s: Scan, w: When): void {
  if (w.part !== 'night' || w.form !== 'relative' || w.day !== s.ref.today || w.times.length > 0) return;
  if (w.start === null || w.start >= NIGHT_ENDS_MIN || w.named !== null) return;
  const ahead = s.ref.nowMin < NIGHT_ENDS_MIN && w.start > s.ref.nowMin;
  if (!ahead) w.day += 1;
}

/** One word that names a part of the day, as the time of day itself. */
export function partAlone(s: Scan, i: number, part: DayPart): When {
  const bits: WhenBit[] = [{ kind: 'time', from: i, to: i + 1 }];
  return { ...blank(i), to: i + 1, start: s.ref.parts[part] * 60, part, bits };
}
