import type { DayPart } from '../../lexicon.ts';
import type { Scan } from '../../scan.ts';
import type { Rule } from '../rrule.ts';
import { readStart, readUntil } from './bounds.ts';
import { readCount } from './count.ts';
import { readDays, readEdge, readWeekSpan } from './days.ts';
import { readExcept, readSkip } from './exceptions.ts';
import type { Reader, State } from './state.ts';
import { readClock, readPart } from './times.ts';

export type { Tails } from './state.ts';

const readCompletion: Reader = (s, st, i) => {
  const done =
    s.is(i, 'after', 'from', 'since', 'upon') && s.is(i + 1, 'completion', 'completing', 'finishing', 'done');
  const when = s.is(i, 'when', 'after', 'once') && s.is(i + 1, 'done', 'finished', 'completed', 'complete');
  if (!done && !when) return false;
  st.tails.fromCompletion = true;
  st.to = i + 2;
  return true;
};

const READERS: readonly Reader[] = [
  readCompletion,
  readExcept,
  readSkip,
  readClock,
  readPart,
  readCount,
  readEdge,
  readDays,
  readWeekSpan,
  readStart,
  readUntil,
];

/** Reads times, days, bounds and exceptions in any order until something else comes. */
export function readTails(s: Scan, i: number, rule: Rule, part: DayPart | null): State {
  const st: State = {
    to: i,
    rule,
    tails: {
      start: part === null ? null : s.ref.parts[part] * 60,
      end: null,
      zone: null,
      part,
      from: null,
      span: null,
      durationMin: null,
      fromCompletion: false,
      skipHolidays: false,
    },
  };
  for (let guard = 0; guard < 8; guard++) {
    const comma = s.is(st.to, ',') && s.glued(st.to) && s.at(st.to + 1)?.gap === true;
    const at = comma ? st.to + 1 : st.to;
    if (at >= s.lx.length || (!comma && s.glued(at) && !s.is(at, '@'))) break;
    const done = READERS.some((read) => read(s, st, at));
    if (!done) break;
  }
  return st;
}
