import { propertiesOf, propertyOf, type Component } from './lines.ts';
import { readRule } from './rule.ts';
import { occurrencesOf } from './rule-expand.ts';
import { readMomentValue, readOffset, UnreadableError } from './values.ts';
import type { Zone } from './zones.ts';

/** Zones that a file describes itself (VTIMEZONE, RFC 5545, section 3.6.5). */

interface Transition {
  instant: number;
  offset: number;
}

/** Seconds from 1970 to 2100: as far as the changes of clocks are worked out. */
const HORIZON = 4_102_444_800;
const MAX_TRANSITIONS = 5_000;
const MAX_STEPS = 500_000;

/** Null for a description that can't be read. */
export function embeddedZone(id: string, component: Component): Zone | null {
  const transitions: Transition[] = [];
  let first = 0;
  let earliest = Number.POSITIVE_INFINITY;
  for (const observance of component.children) {
    try {
      const from = readOffset(propertyOf(observance, 'TZOFFSETFROM')?.value ?? '');
      const offset = readOffset(propertyOf(observance, 'TZOFFSETTO')?.value ?? '');
      for (const wall of transitionsOf(observance, from)) {
        transitions.push({ instant: wall - from, offset });
        if (wall - from < earliest) [earliest, first] = [wall - from, from];
      }
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
    }
  }
  if (transitions.length === 0) return null;
  transitions.sort((a, b) => a.instant - b.instant);
  return { id, offsetAt: (instant) => transitionBefore(transitions, instant)?.offset ?? first };
}

function transitionsOf(observance: Component, from: number): number[] {
  const budget = { left: MAX_STEPS };
  const start = readMomentValue(propertyOf(observance, 'DTSTART')?.value ?? '').wall;
  const walls = [start];
  for (const { value } of propertiesOf(observance, 'RDATE'))
    for (const one of value.split(',').slice(0, MAX_TRANSITIONS)) {
      const { wall, offset } = readMomentValue(one);
      walls.push(offset === null ? wall : wall - offset + from);
    }
  for (const { value } of propertiesOf(observance, 'RRULE')) {
    const rule = readRule(value);
    const until = rule.until;
    const last =
      until === null ? HORIZON : until.offset === null ? until.wall : until.wall - until.offset + from;
    for (const wall of occurrencesOf(rule, start, { from: start, to: Math.min(last, HORIZON) }, budget)) {
      if (walls.length > MAX_TRANSITIONS) break;
      walls.push(wall);
    }
  }
  return walls;
}

function transitionBefore(transitions: readonly Transition[], instant: number): Transition | undefined {
  let low = 0;
  let high = transitions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (transitions[middle]!.instant <= instant) low = middle + 1;
    else high = middle;
  }
  return transitions[low - 1];
}
