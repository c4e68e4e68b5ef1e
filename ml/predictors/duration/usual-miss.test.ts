import { describe, expect, it } from 'vitest';
import { UsualMiss } from './usual-miss.ts';

describe('how far off figures usually are', () => {
  it('finds the middle of steady misses, and no less than a least', () => {
    const miss = new UsualMiss();
    for (let i = 0; i < 400; i++) miss.learn((i % 11) / 10 / 2);
    expect(miss.near).toBeGreaterThan(0.2);
    expect(miss.near).toBeLessThan(0.35);
    for (let i = 0; i < 400; i++) miss.learn(0);
    expect(miss.near).toBe(0.25);
  });

  it('keeps to a factor of two for whom nothing can be predicted', () => {
    const miss = new UsualMiss();
    expect(miss.near).toBe(0.95);
    for (let i = 0; i < 400; i++) miss.learn(i % 4);
    expect(miss.near).toBe(0.95);
  });

  it('comes back from its state', () => {
    const miss = new UsualMiss();
    for (let i = 0; i < 40; i++) miss.learn(0.1);
    const again = new UsualMiss();
    again.restore(miss.state);
    expect(again.near).toBe(miss.near);
  });
});
