import { describe, expect, it } from 'vitest';
import { energyFrom } from './energy.ts';

describe('energyFrom', () => {
  const energy = energyFrom({ morning: 8, midday: 5, afternoon: 6, evening: 3 });

  it('gives each part of the day what was said for it', () => {
    expect([energy[10], energy[13], energy[16], energy[20]]).toEqual([0.8, 0.5, 0.6, 0.3]);
  });

  it('goes straight from one to the next and keeps the ends', () => {
    expect([energy[11], energy[8], energy[22]]).toEqual([0.7, 0.8, 0.3]);
  });

  it('has 24 values between 0 and 1, and next to none at night', () => {
    expect(energy).toHaveLength(24);
    expect(energy.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(energy[3]).toBe(0.05);
  });
});
