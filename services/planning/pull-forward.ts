import type { PlanBlock, Problem } from '../../core/problem.ts';
import { MINUTE_MS } from '../../core/time/units.ts';

/** Pulled blocks begin on the next such minute of the clock. */
const STEP_MIN = 5;

type PreviousBlock = NonNullable<Problem['previous']>[number];

/**
 * The last plan as the next one should see it after something ended early: what stood right behind it moves up, as far
 * as one block follows another without a gap; everything else keeps its place. A block that is pinned, or may not
 * begin so soon, ends the row.
 *
 * @param stays whether a block has to keep its place, told the earlier start it would get
 */
export function pulledForward(
  blocks: readonly PlanBlock[],
  now: string,
  gone: (taskId: string) => boolean,
  stays: (block: PlanBlock, start: string) => boolean,
): PreviousBlock[] {
  const sorted = blocks.toSorted((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
  const ended = sorted.find((block) => block.start <= now && block.end > now && gone(block.taskId));
  if (!ended) return [...blocks];
  const byMin = Math.floor((msOf(ended.end) - roundedUp(msOf(now))) / MINUTE_MS);
  if (byMin <= 0) return [...blocks];
  const moved = new Map<PlanBlock, PreviousBlock>();
  let end = ended.end;
  for (const block of sorted) {
    if (block.start !== end || block === ended) continue;
    const start = earlier(block.start, byMin);
    if (!gone(block.taskId)) {
      if (stays(block, start)) break;
      moved.set(block, { ...block, start, end: earlier(block.end, byMin), pulled: true });
    }
    end = block.end;
  }
  return blocks.map((block) => moved.get(block) ?? block);
}

/** Wall-clock arithmetic within one day's row of blocks, where no clock change lies between. */
function msOf(local: string): number {
  return Date.parse(`${local}Z`);
}

function roundedUp(ms: number): number {
  return Math.ceil(ms / (STEP_MIN * MINUTE_MS)) * STEP_MIN * MINUTE_MS;
}

function earlier(local: string, minutes: number): string {
  return new Date(msOf(local) - minutes * MINUTE_MS).toISOString().slice(0, 16);
}
