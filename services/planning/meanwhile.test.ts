import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlanBlock } from '../../core/problem.ts';
import { meanwhile } from './meanwhile.ts';

const time = (minute: number): string => new Date(Date.UTC(2027, 4, 3, 8, minute)).toISOString().slice(0, 16);
const block = (taskId: string, from: number, minutes: number): PlanBlock => {
  return { taskId, start: time(from), end: time(from + minutes), part: 1, parts: 1 };
};
/** Blocks one after another, with gaps between them. */
const planOf = (ids: readonly string[]) =>
  fc
    .array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 5, max: 90 })), {
      minLength: ids.length,
      maxLength: ids.length,
    })
    .map((shapes) => {
      let at = 0;
      return shapes.map(([gap, minutes], i) => {
        at += gap + minutes;
        return block(ids[i]!, at - minutes, minutes);
      });
    });
const some = (ids: readonly string[]) => fc.shuffledSubarray([...ids]);
const ALL = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

describe('what is shown while a proposal waits', () => {
  it('never lies on anything else but a pin, and holds each task once: shown, parked or said not to fit', () => {
    const sides = fc.tuple(some(ALL), some(ALL), some(ALL), some(ALL)).chain(([before, after, own, pinned]) =>
      fc.record({
        seen: planOf(before),
        proposed: planOf([...new Set([...after, ...before])]),
        own: fc.constant(own),
        pinned: fc.constant(pinned),
      }),
    );
    fc.assert(
      fc.property(sides, ({ seen, proposed, own, pinned }) => {
        const shown = meanwhile({
          seen: { blocks: seen, unscheduled: [] },
          proposed: { blocks: proposed, unscheduled: [] },
          isOwn: (id) => own.some((one) => one === id),
          isPinned: (id) => pinned.some((one) => one === id),
        });
        const inOrder = shown.blocks.toSorted((a, b) => (a.start < b.start ? -1 : 1));
        const isPin = ({ taskId }: PlanBlock): boolean => pinned.some((one) => one === taskId);
        for (const [i, one] of inOrder.entries())
          for (const other of inOrder.slice(0, i))
            expect(one.start >= other.end || isPin(one) || isPin(other)).toBe(true);
        const ids = [...shown.blocks, ...shown.parked].map(({ taskId }) => taskId).toSorted();
        expect(ids).toEqual([...new Set([...seen, ...proposed].map(({ taskId }) => taskId))].toSorted());
      }),
    );
  });

  it('leaves a pinned block where it is, whatever is dropped on it', () => {
    const shown = meanwhile({
      seen: { blocks: [block('lunch', 60, 60), block('dropped', 0, 30)], unscheduled: [] },
      proposed: { blocks: [block('lunch', 60, 60), block('dropped', 75, 30)], unscheduled: [] },
      isOwn: (id) => id === 'dropped',
      isPinned: () => true,
    });
    expect(shown.blocks).toEqual([block('dropped', 75, 30), block('lunch', 60, 60)]);
    expect(shown.parked).toEqual([]);
  });

  it('keeps what was seen, shows what is pinned now, and parks what has no room before the answer', () => {
    const shown = meanwhile({
      seen: { blocks: [block('seen', 0, 60), block('under', 60, 30)], unscheduled: [] },
      proposed: {
        blocks: [
          block('new', 0, 30),
          block('seen', 30, 60),
          block('pin', 70, 20),
          block('under', 90, 30),
          block('late', 200, 30),
        ],
        unscheduled: [],
      },
      isOwn: (id) => id === 'pin',
      isPinned: (id) => id === 'pin',
    });
    expect(shown.blocks).toEqual([block('pin', 70, 20), block('seen', 0, 60), block('late', 200, 30)]);
    expect(shown.parked).toEqual([
      { taskId: 'under', part: 1, to: time(90) },
      { taskId: 'new', part: 1, to: time(0) },
    ]);
  });
});
