import type { DayPart } from '../../lexicon.ts';
import type { Scan } from '../../scan.ts';
import { intervalMinutes, matchInterval, matchPart, matchTime, timeMinutes } from '../times.ts';
import type { Reader, State } from './state.ts';

export const readClock: Reader = (s, st, i) => {
  if (st.tails.end !== null || (st.tails.start !== null && st.tails.part === null)) return false;
  const at = s.is(i, 'at', '@', 'around', 'about') ? i + 1 : i;
  const v = matchInterval(s, at);
  if (
    v !== null &&
    s.endsClean(v.to) &&
    (v.introduced || at > i || !(v.a.bare && v.b.bare) || isHourRange(s, at))
  ) {
    const range = intervalMinutes(v, st.tails.part, s.ref.leaning);
    if (st.rule.freq === 'HOURLY') return readWindow(st, v.to, range.start, range.end);
    Object.assign(st.tails, { start: range.start, end: range.end, zone: v.b.zone ?? v.a.zone });
    st.to = v.to;
    return true;
  }
  const t = matchTime(s, at);
  if (t === null || !s.endsClean(t.to) || (t.bare && at === i)) return false;
  if (t.bare && s.is(t.to, 'times', 'weeks', 'days', 'months', 'x')) return false;
  st.tails.start = timeMinutes(t, st.tails.part, s.ref.leaning);
  st.tails.zone = t.zone;
  st.to = t.to;
  readMoreTimes(s, st, at > i);
  return true;
};

/** `Mon-Fri 9-5`: two whole hours of a day and a dash between them, with nothing behind that they could count. */
function isHourRange(s: Scan, i: number): boolean {
  const tight = s.isDash(i + 1) && s.glued(i + 1) && s.glued(i + 2);
  const next = s.at(i + 3);
  const closed =
    next === undefined || next.kind !== 'word' || s.is(i + 3, 'until', 'from', 'starting', 'except', 'for');
  return tight && closed && s.num(i) <= 24 && s.num(i + 2) <= 24;
}

/** `every 2 hours from 9am to 5pm`: those hours of each day. */
function readWindow(st: State, to: number, start: number, end: number): boolean {
  const times: number[] = [];
  for (let t = start; t <= end && t < 1440; t += st.rule.interval * 60) times.push(t);
  if (times.length < 2) return false;
  st.rule = { ...st.rule, freq: 'DAILY', interval: 1, times };
  st.tails.start = start;
  st.to = to;
  return true;
}

/** `at 9am and 5pm`: several times of one day. */
function readMoreTimes(s: Scan, st: State, introduced: boolean): void {
  const times = [st.tails.start ?? 0];
  for (let guard = 0; guard < 6; guard++) {
    if (!s.is(st.to, 'and', ',', '&')) break;
    const skip = s.is(st.to, ',') && s.is(st.to + 1, 'and') ? st.to + 2 : st.to + 1;
    const t = matchTime(s, s.is(skip, 'at') ? skip + 1 : skip);
    if (t === null || (t.bare && !introduced) || !s.endsClean(t.to)) break;
    times.push(timeMinutes(t, st.tails.part, s.ref.leaning));
    st.to = t.to;
  }
  const minutes = new Set(times.map((t) => t % 60));
  if (times.length > 1 && minutes.size === 1) {
    st.rule = { ...st.rule, times };
    st.tails.start = Math.min(...times);
  }
}

export const readPart: Reader = (s, st, i) => {
  if (st.tails.part !== null) return false;
  const at = s.is(i, 'in', 'on') && s.is(i + 1, 'the') ? i + 2 : s.is(i, 'at', 'in') ? i + 1 : i;
  const plural = s.word(at).endsWith('s') && at > i;
  const p = matchPart(s, at) ?? (plural ? pluralPart(s, at) : null);
  if (p === null) return false;
  st.tails.part = p.part;
  if (st.tails.start === null) st.tails.start = s.ref.parts[p.part] * 60;
  else if (st.tails.start < 720 && p.part !== 'morning') st.tails.start += 720;
  st.to = p.to;
  return true;
};

const pluralPart = (s: Scan, i: number): { to: number; part: DayPart } | null => {
  const word = s.word(i).replace(/s$/u, '');
  return word === 'morning' || word === 'afternoon' || word === 'evening' || word === 'night'
    ? { to: i + 1, part: word }
    : null;
};
