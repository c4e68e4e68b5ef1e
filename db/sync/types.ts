import type { DataTable } from '../changes/types.ts';

/** What sync stores. The text of a row's state is sync's own; nothing here reads it. */

/** A row's place. */
export interface RowKey {
  table: DataTable;
  rowId: string;
}

/** A merged row as it is stored. */
export interface StoredRow {
  state: string;
  /** Marks rows that are looked for again: timers without an end. */
  open: boolean;
  /** The rows that it names, whether or not they are there. */
  references: readonly RowKey[];
}

/** A written text that a newer one replaced without its writer having seen it. */
export interface ReplacedText extends RowKey {
  field: string;
  text: string;
  /** Epoch ms by the clock of the device that wrote it. */
  at: number;
  device: string;
}

/** A sealed batch that has not been sent, and how many rows it tells of. */
export interface OutgoingBatch {
  number: number;
  body: Uint8Array;
  rows: number;
}

/** What sync has merged, what waits to be sent, and where it stands. */
export interface SyncReader {
  row(key: RowKey): string | undefined;
  /** Row ids of a table that come after `after`, in order. */
  rowIds(table: DataTable, after: string, limit: number): string[];
  /** Rows that name this one. */
  referring(key: RowKey): RowKey[];
  openRows(table: DataTable): string[];
  /** Rows of a table that name rows of another. */
  naming(table: DataTable, to: DataTable): string[];
  /** When the first timer begins that was started after this one; null when there is none. */
  timerAfter(entry: { id: string; startAt: number }): number | null;
  /** A value that `setState` stored; undefined when there is none. */
  state<T>(key: string): T | undefined;
  /** Batches that the mailbox has not taken yet, in order. */
  outbox(limit: number): OutgoingBatch[];
  waiting(): number;
  /** The newest first. */
  replacedTexts(limit: number): (ReplacedText & { id: number })[];
  replacedTextsOf(key: RowKey): (ReplacedText & { id: number })[];
}

/** Stores what sync has merged and where it stands; nothing of it is data of the person. */
export interface SyncWriter {
  putRow(key: RowKey, row: StoredRow): void;
  setState(key: string, value: unknown): void;
  addToOutbox(batch: OutgoingBatch): void;
  /** Forgets the batches up to this number. */
  sent(upTo: number): void;
  /** Once for each text. */
  keepReplaced(text: ReplacedText): void;
  dismissReplaced(id: number): boolean;
  /** Forgets everything that sync has stored; the person's data stays. */
  clear(): void;
}
