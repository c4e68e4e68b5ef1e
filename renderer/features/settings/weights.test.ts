import { describe, expect, it } from 'vitest';
import { strengthOf, weightFor, weightNames, weightsOf } from './weights.ts';

describe('weights', () => {
  it('puts the balanced style at 1 for every weight', () => {
    const balanced = weightsOf('balanced');
    expect(weightNames.map((name) => strengthOf(name, balanced[name] ?? 0))).toEqual(
      weightNames.map(() => 1),
    );
  });

  it('brings a slider back to where it was left', () => {
    expect(strengthOf('asap', weightFor('asap', 2.35))).toBe(2.35);
  });

  it('turns a weight off at 0', () => {
    expect(weightFor('energy', 0)).toBe(0);
  });
});
