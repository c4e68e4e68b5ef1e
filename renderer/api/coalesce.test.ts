import { describe, expect, it } from 'vitest';
import { Coalescer } from './coalesce.ts';

function harness() {
  const rounds: number[][] = [];
  let due: (() => void) | null = null;
  const coalescer = new Coalescer<number>(
    (items) => rounds.push(items),
    60,
    (run) => {
      due = run;
    },
  );
  const pass = (): void => {
    const run = due;
    due = null;
    run?.();
  };
  return { rounds, coalescer, pass };
}

describe('Coalescer', () => {
  it('hands a lone item over at once', () => {
    const { rounds, coalescer, pass } = harness();
    coalescer.add(1);
    pass();
    coalescer.add(2);
    expect(rounds).toEqual([[1], [2]]);
  });

  it('gathers a storm into one round a pause, and loses nothing', () => {
    const { rounds, coalescer, pass } = harness();
    for (const item of [1, 2, 3, 4]) coalescer.add(item);
    pass();
    coalescer.add(5);
    pass();
    pass();
    expect(rounds).toEqual([[1], [2, 3, 4], [5]]);
  });
});
