/** The steps that undo and redo walk along. */

/** One step that can be taken back or done again. */
export interface HistoryEntry {
  seq: number;
  /** Name of the intent, such as `tasks.finish`. */
  intent: string;
  /** What it was done to. */
  subject: { title: string | null; count: number };
  /** The group of changes that has to be inverted to leave the present state. */
  group: string;
  state: 'done' | 'undone';
  /** A group that is being written step by step, together with what to do should the program end meanwhile. */
  underway: { group: string; kind: 'add' | 'undo' | 'redo'; below: number | null } | null;
  /** The plan to return to with it; null when none was there. */
  planRevision: number | null;
  at: number;
}

/** The next steps of undo and redo. */
export interface HistoryReader {
  /** The step that undo takes back. */
  undoable(): HistoryEntry | undefined;
  /** The step that redo does again. */
  redoable(): HistoryEntry | undefined;
  /** The newest steps, the newest first; none that is under way. */
  newest(count: number): HistoryEntry[];
  /** Steps that were cut off by an end of the program. */
  underway(): HistoryEntry[];
}

/** Adds steps and moves them between done and undone. */
export interface HistoryWriter {
  /** A new step: what was undone can't be done again. Keeps the newest 200. */
  push(
    entry: Omit<HistoryEntry, 'seq' | 'state' | 'underway'> & Partial<Pick<HistoryEntry, 'underway'>>,
  ): number;
  update(
    seq: number,
    change: Partial<Pick<HistoryEntry, 'group' | 'state' | 'underway' | 'planRevision' | 'subject'>>,
  ): void;
  remove(seq: number): void;
}
