import { describe, expect, it } from 'vitest';
import { isGoodMoment } from './good-moment.ts';

const MINUTE = 60_000;
const busy = { onBattery: false, idleMs: 0 };
const battery = { onBattery: true, idleMs: 60 * MINUTE };

describe('a moment to train', () => {
  it('is any where nothing is known of the machine, and for what is small', () => {
    expect(isGoodMoment(null, 0, 10_000)).toBe(true);
    expect(isGoodMoment(battery, 0, 199)).toBe(true);
  });

  it('is when no one is at the keyboard of a machine on power', () => {
    expect(isGoodMoment(busy, 0, 10_000)).toBe(false);
    expect(isGoodMoment({ onBattery: false, idleMs: 2 * MINUTE }, 0, 10_000)).toBe(true);
    expect(isGoodMoment(battery, 0, 10_000)).toBe(false);
  });

  it('is put off, never given up', () => {
    expect(isGoodMoment(busy, 14 * MINUTE, 10_000)).toBe(false);
    expect(isGoodMoment(busy, 15 * MINUTE, 10_000)).toBe(true);
    expect(isGoodMoment(battery, 15 * MINUTE, 10_000)).toBe(false);
    expect(isGoodMoment(battery, 180 * MINUTE, 10_000)).toBe(true);
  });
});
