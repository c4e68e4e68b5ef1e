import type { KeyFile } from '../keyring.ts';

/**
 * A place that several devices can reach and that none of them trusts: it keeps sealed pieces by device and number, and
 * learns pseudonyms, sizes and times. Every call may fail with `unreachable`, and may be repeated.
 */
export interface Mailbox {
  /** What the state line and the list of connections call it; without secrets. */
  readonly name: string;
  /** Whether somebody has made a mailbox here. */
  exists(): Promise<boolean>;
  /** Makes it; nothing when it is there already. */
  create(): Promise<void>;
  keys(): Promise<KeyFile[]>;
  /** Adds a key, or puts a re-wrapped one in its place. */
  putKey(file: KeyFile): Promise<void>;
  /** Which batches there are, by device. */
  heads(): Promise<Head[]>;
  /** Batches of a device after a number, in order; fewer than `limit` only at the end. */
  batches(device: string, after: number, limit: number): Promise<Piece[]>;
  /** Stores batches for good before it resolves. A number that is there already stays as it is. */
  putBatches(device: string, pieces: readonly Piece[]): Promise<void>;
  /** Forgets batches of a device up to a number. */
  removeBatches(device: string, upTo: number): Promise<void>;
  /** Complete snapshots. */
  snapshots(): Promise<SnapshotHead[]>;
  /** The parts of a snapshot, in order. */
  snapshotParts(head: SnapshotHead): AsyncIterable<Uint8Array>;
  /** A snapshot counts once its last part is stored. */
  putSnapshotPart(head: SnapshotHead, part: number, bytes: Uint8Array, last: boolean): Promise<void>;
  removeSnapshot(head: SnapshotHead): Promise<void>;
  /** What each device says of itself, sealed. */
  devices(): Promise<{ device: string; bytes: Uint8Array }[]>;
  putDevice(device: string, bytes: Uint8Array): Promise<void>;
  /**
   * Calls `news` whenever a device other than `own` has put batches here, until the mailbox is closed. May miss some, and
   * ends without a word when the connection does.
   */
  watch(own: string, news: () => void): Promise<void>;
  close(): Promise<void>;
}

/** A sealed batch with its number among its device's. */
export interface Piece {
  number: number;
  bytes: Uint8Array;
}

/** Numbers of the first and the last batch of a device. */
export interface Head {
  device: string;
  first: number;
  last: number;
}

export interface SnapshotHead {
  device: string;
  number: number;
  parts: number;
}
