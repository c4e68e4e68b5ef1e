import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { DaymarkError } from '../../core/errors.ts';
import { historyTask, replayAnswer, type HistoryTask, type ReplayAnswer } from '../../core/replay.ts';
import { hashedEmbed, madeUpHistory } from '../testing/histories.ts';
import { PREDICTORS } from '../predictors/index.ts';
import { ReplaySession, type ReplayOptions } from './replay.ts';

// Training takes a second alone and several on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const options: ReplayOptions = {
  targets: ['duration'],
  ownEstimate: false,
  embed: hashedEmbed,
  tz: 'Europe/Berlin',
  predictors: PREDICTORS,
  context: { trees: 10 },
};

async function replayed(
  tasks: readonly HistoryTask[],
  changes: Partial<ReplayOptions> = {},
): Promise<ReplayAnswer[]> {
  const answers: ReplayAnswer[] = [];
  const session = new ReplaySession({ ...options, ...changes });
  for (const line of tasks) answers.push(await session.next(line));
  return answers;
}

describe('replay', () => {
  const history = madeUpHistory({ tasks: 160, seed: 3 });

  it('answers every line, in order, with a valid range', async () => {
    const answers = await replayed(history);
    expect(answers.map((a) => a.id)).toEqual(history.map((t) => t.id));
    for (const answer of answers) {
      const { p10, p50, p90 } = replayAnswer.parse(answer).duration!;
      expect(p10).toBeLessThanOrEqual(p50);
      expect(p50).toBeLessThanOrEqual(p90);
    }
    expect(answers.at(-1)!.duration!.source).toBe('learned');
  });

  it('learns: late errors are far smaller than the first guesses', async () => {
    const answers = await replayed(history);
    const error = (i: number): number =>
      Math.abs(Math.log2(answers[i]!.duration!.p50 / (history[i]!.actualMin ?? 1)));
    const meanOf = (from: number, to: number): number => {
      const known = answers.map((_, i) => i).filter((i) => i >= from && i < to && history[i]!.actualMin);
      return known.reduce((sum, i) => sum + error(i), 0) / known.length;
    };
    expect(meanOf(100, 160)).toBeLessThan(0.55);
    expect(meanOf(100, 160)).toBeLessThan(meanOf(0, 15) - 0.3);
  });

  it('gives the first N answers whatever follows line N', async () => {
    const whole = await replayed(history);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 159 }), fc.integer(), async (cut, seed) => {
        const other = madeUpHistory({ tasks: 40, seed });
        const later = other.map((t) =>
          Object.assign(t, { createdAt: history.at(-1)!.createdAt, completedAt: null }),
        );
        const answers = await replayed([...history.slice(0, cut), ...later]);
        expect(answers.slice(0, cut)).toEqual(whole.slice(0, cut));
      }),
      { numRuns: 4 },
    );
  });

  it('never uses an outcome before it is known', async () => {
    const plain = await replayed(history);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 5, max: 155 }), async (cut) => {
        const moment = history[cut]!.createdAt;
        const changed = history.map((t) =>
          t.completedAt && t.completedAt >= moment ? { ...t, actualMin: 9999 } : t,
        );
        const answers = await replayed(changed);
        expect(answers.slice(0, cut + 1)).toEqual(plain.slice(0, cut + 1));
      }),
      { numRuns: 4 },
    );
  });

  it('reads estimates only when asked to', async () => {
    const inflated = history.map((t) => ({ ...t, estimateMin: 5000 }));
    expect(await replayed(inflated)).toEqual(await replayed(history));
    expect(await replayed(inflated, { ownEstimate: true })).not.toEqual(
      await replayed(history, { ownEstimate: true }),
    );
  });

  it('takes plain days: known once the day is over', async () => {
    const line = (id: number, createdAt: string, completedAt: string | null): HistoryTask => ({
      id,
      title: 'Same thing',
      createdAt,
      completedAt,
      actualMin: completedAt ? 333 : null,
    });
    const answers = await replayed([
      line(1, '2025-03-01', '2025-03-02'),
      line(2, '2025-03-02', null),
      line(3, '2025-03-02T23:59', null),
      line(4, '2025-03-03', null),
    ]);
    expect(answers[1]!.duration).toEqual(answers[0]!.duration);
    expect(answers[2]!.duration).toEqual(answers[0]!.duration);
    expect(answers[3]!.duration!.p50).toBeGreaterThan(answers[2]!.duration!.p50 * 1.5);
  });

  it('learns from done lines at the end of their local day', async () => {
    const line = (id: number, createdAt: string): HistoryTask => ({
      id,
      title: 'Same thing',
      createdAt,
      done: true,
      actualMin: 333,
    });
    const answers = await replayed([
      line(1, '2025-03-01T10:00'),
      line(2, '2025-03-01T22:00'),
      line(3, '2025-03-02T00:00'),
    ]);
    expect(answers[1]!.duration).toEqual(answers[0]!.duration);
    expect(answers[2]!.duration!.p50).toBeGreaterThan(answers[1]!.duration!.p50 * 1.5);
  });

  it('refuses a date that is none', async () => {
    await expect(replayed([{ id: 1, title: 'x', createdAt: '2025-02-31' }])).rejects.toThrow(DaymarkError);
    await expect(replayed([{ id: 1, title: 'x', createdAt: 'yesterday' }])).rejects.toThrow('is no date');
  });

  it('answers whatever a history may hold', async () => {
    const day = (n: number): string => `2025-03-${String(n).padStart(2, '0')}`;
    const odd: HistoryTask[] = [
      { id: 1, title: '', createdAt: day(1) },
      { id: 1, title: 'Twice the same id', createdAt: day(1), actualMin: 12.75, completedAt: day(2) },
      { id: 'x', title: 'long '.repeat(20_000), createdAt: day(3), actualMin: 0, completedAt: day(3) },
      { id: 3, title: 'Huge', createdAt: day(4), actualMin: 1e6, completedAt: day(4) },
      { id: 4, title: 'Done before it was written', createdAt: day(5), actualMin: 5, completedAt: day(1) },
      { id: 5, title: 'No end is known', createdAt: day(6), done: true, actualMin: 0.25 },
      { id: 6, title: 'Dropped', createdAt: day(7), done: false, actualMin: 30, priority: 'H' },
      {
        id: 7,
        title: '\u0000 \uD800 日本語',
        createdAt: `${day(7)}T00:00:00Z`,
        priority: -3,
        tags: ['', ''],
      },
      { id: 8, title: 'A plain day after a time', createdAt: day(7), estimateMin: 0 },
      { id: 9, title: 'Done and not done', createdAt: day(8), completedAt: day(8), done: false },
      { id: 10, title: 'Last', createdAt: day(9) },
    ];
    const targets = ['duration', 'priority', 'completion'] as const;
    for (const ownEstimate of [false, true]) {
      const answers = await replayed(odd, { targets, ownEstimate });
      expect(answers.map((a) => a.id)).toEqual(odd.map((t) => t.id));
      for (const answer of answers) {
        const { duration, priority, completion } = replayAnswer.parse(answer);
        expect(duration!.p10).toBeLessThanOrEqual(duration!.p50);
        expect(duration!.p50).toBeLessThanOrEqual(duration!.p90);
        expect(Number.isFinite(duration!.p90)).toBe(true);
        expect([priority, completion]).not.toContain(undefined);
      }
    }
    expect(await replayed([])).toEqual([]);
  });

  it('gives all three answers whatever follows, and refuses a history out of order', async () => {
    const targets = ['duration', 'priority', 'completion'] as const;
    const few = history.slice(0, 60);
    const whole = await replayed(few, { targets });
    expect(await replayed(few.slice(0, 40), { targets })).toEqual(whole.slice(0, 40));
    const swapped = [...few.slice(20, 60), ...few.slice(0, 20)];
    await expect(replayed(swapped)).rejects.toThrow('sort by createdAt');
  });

  it('works without a language model', async () => {
    const answers = await replayed(history, { embed: null });
    expect(answers).toHaveLength(history.length);
  });
});

it('takes any number anywhere in a line, or refuses it by name', async () => {
  const history = madeUpHistory({ tasks: 60, seed: 5 });
  const fields = ['estimateMin', 'actualMin', 'priority', 'deferrals'] as const;
  const odd = fc.oneof(
    fc.constantFrom(1e308, -1e308, 1e9, 1e7, 5e-324, 0, -1),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(59), fc.constantFrom(...fields), odd), { maxLength: 8 }),
      async (changes) => {
        const lines = history.map((line) => ({ ...line }));
        for (const [at, field, number] of changes) {
          const read = historyTask.safeParse({ ...lines[at], [field]: number });
          if (!read.success) continue;
          lines[at] = read.data;
          taken += 1;
        }
        const targets = ['duration', 'priority', 'completion'];
        for (const answer of await replayed(lines, { targets, ownEstimate: true })) {
          const { duration, priority, completion } = replayAnswer.parse(answer);
          const figures = [
            duration!.p10,
            duration!.p50,
            duration!.p90,
            priority!.score,
            completion!.probability,
          ];
          expect(figures.every(Number.isFinite)).toBe(true);
        }
      },
    ),
    { numRuns: 12, examples: [[[[0, 'estimateMin', 5e-324]]]] },
  );
  expect(taken).toBeGreaterThan(5);
});
