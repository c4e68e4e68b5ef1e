import type { TaskId } from '../../core/ids.ts';
import { MINUTE_MS } from '../../core/time/units.ts';
import type { PublishedBlock } from '../../db/index.ts';

/** What differs between the plan, what was published of it, and what is in the calendar now. Pure. */

/** An event in the calendar. */
export interface PlacedEvent {
  uid: string;
  /** Epoch ms; null for one that has become a whole day or a series. */
  times: { start: number; end: number } | null;
}

export interface HandChange {
  block: PublishedBlock;
  /** `lost`: it is still there, but no stretch of a day any more. */
  what: 'moved' | 'resized' | 'deleted' | 'lost';
  to: { start: number; end: number } | null;
}

/** So many events that are gone at once were not deleted one by one. */
const EMPTIED = 3;

/** Whether a calendar has lost everything that was published: someone emptied it, or it was made again. */
export function isEmptied(
  known: readonly PublishedBlock[],
  there: ReadonlyMap<string, PlacedEvent>,
): boolean {
  return known.length >= EMPTIED && !known.some(({ uid }) => there.has(uid));
}

/** What a person changed in the calendar since it was published. */
export function changedByHand(
  known: readonly PublishedBlock[],
  there: ReadonlyMap<string, PlacedEvent>,
): HandChange[] {
  return known.flatMap((block): HandChange[] => {
    const event = there.get(block.uid);
    if (!event) return [{ block, what: 'deleted', to: null }];
    const { times } = event;
    if (!times) return [{ block, what: 'lost', to: null }];
    if (minute(times.start) !== minute(block.start)) return [{ block, what: 'moved', to: times }];
    if (minute(times.end) !== minute(block.end)) return [{ block, what: 'resized', to: times }];
    return [];
  });
}

export interface Writes {
  put: PublishedBlock[];
  remove: string[];
}

/** What has to be written so that the calendar shows the plan. Blocks of tasks in `held` stay as they are for now. */
export function writesFor(
  wanted: readonly PublishedBlock[],
  known: readonly PublishedBlock[],
  held: ReadonlySet<TaskId>,
): Writes {
  const before = new Map(known.map((block) => [block.uid, block]));
  const uids = new Set(wanted.map(({ uid }) => uid));
  return {
    put: wanted.filter((block) => !held.has(block.taskId) && !isSame(block, before.get(block.uid))),
    remove: known.filter(({ uid, taskId }) => !uids.has(uid) && !held.has(taskId)).map(({ uid }) => uid),
  };
}

function isSame(one: PublishedBlock, other: PublishedBlock | undefined): boolean {
  return (
    other !== undefined &&
    one.title === other.title &&
    minute(one.start) === minute(other.start) &&
    minute(one.end) === minute(other.end)
  );
}

function minute(at: number): number {
  return Math.floor(at / MINUTE_MS);
}
