import type { Change, DataTable, RowKey, Store } from '../db/index.ts';
import { dataTableNames } from '../db/index.ts';
import { BATCH_FORMAT, type Batch } from './batch.ts';
import { materialise } from './materialise.ts';
import type { StampedOperation } from './operation.ts';
import { operationOf, operationOfRow } from './own-operation.ts';
import { nameOf, Registers } from './registers.ts';
import { packRow, unpackRow } from './row-codec.ts';
import { applyOperation, joinRows } from './row-state.ts';
import { includes, joinInto, type Stamp, type Vector } from './stamp.ts';

/**
 * This device's part in a sync: what it has merged, what it has still to tell, and what it takes in. All of it is
 * synchronous and is to be called inside a write of the journal (`changes.write`, origin `remote`), so that rows,
 * merged states and positions are stored together or not at all.
 */
export class Replica {
  readonly #db: ReplicaStore;
  readonly #schemaVersion: number;

  constructor(db: ReplicaStore, schemaVersion: number) {
    this.#db = db;
    this.#schemaVersion = schemaVersion;
  }

  /** Everything that has been merged, this device's own writes included. */
  get have(): Vector {
    return this.#db.sync.state<Vector>('have') ?? {};
  }

  /** The newest batch of each other device that is wholly merged. */
  get cursors(): Vector {
    return this.#db.sync.state<Vector>('cursors') ?? {};
  }

  setCursors(cursors: Vector): void {
    const all = this.cursors;
    joinInto(all, cursors);
    this.#db.sync.setState('cursors', all);
  }

  /**
   * Notes that batches up to these are being merged. Until they are, what is written here may build upon parts of them, so
   * that every receiver has to have them first.
   */
  beginMerging(cursors: Vector): void {
    this.#db.sync.setState('merging', cursors);
  }

  #endMerging(cursors: Vector): void {
    this.setCursors(cursors);
    this.#db.sync.setState('merging', undefined);
  }

  /** Begins: what was written up to now is told row by row, what is written from here on by the log. */
  begin(): void {
    const upTo = this.#db.changes.lastSeq();
    this.#db.sync.setState('folded', upTo);
    this.#db.sync.setState('seeding', { table: 0, after: '', upTo } satisfies Seeding);
    this.#merged({ [this.#db.changes.device()]: upTo });
  }

  /** Whether rows from before sync are still to be told. */
  get seeding(): boolean {
    return this.#db.sync.state('seeding') !== undefined;
  }

  /** Tells some more of the rows from before sync; null when there are none left. */
  seed(limit: number, now: number): Batch | null {
    const state = this.#db.sync.state<Seeding>('seeding');
    const table = state && dataTableNames[state.table];
    if (!state) return null;
    if (!table) {
      this.#db.sync.setState('seeding', undefined);
      return null;
    }
    const ids = this.#db.changes.rowIds(table, state.after, limit);
    const last = ids.at(-1);
    this.#db.sync.setState(
      'seeding',
      ids.length < limit || last === undefined
        ? { ...state, table: state.table + 1, after: '' }
        : { ...state, after: last },
    );
    const registers = new Registers(this.#db.sync);
    const operations = ids.flatMap((rowId) => this.#seedRow({ table, rowId }, state.upTo, now, registers));
    registers.flush();
    return this.#batchOf(
      operations.map((operation) => [operation]),
      state.upTo,
      {},
    );
  }

  #seedRow(key: RowKey, seq: number, now: number, registers: Registers): StampedOperation[] {
    const row = this.#db.changes.row(key.table, key.rowId);
    if (!row) return [];
    const operation = operationOfRow(row);
    const at = Math.min(now, Number(row['updated_at'] ?? row['created_at'] ?? 0));
    const stamp: Stamp = { at, counter: 0, device: this.#db.changes.device(), seq };
    applyOperation(registers.edit(key), operation, stamp, {});
    return [{ ...key, at, counter: 0, seq, operation }];
  }

  /**
   * Takes what was written here since last time into the merged states; null when there was nothing. The answer is what
   * the others have to be sent.
   */
  fold(): Batch | null {
    const device = this.#db.changes.device();
    const folded = this.#db.sync.state<number>('folded') ?? 0;
    const last = this.#db.changes.lastSeq();
    if (last === folded) return null;
    const seen = this.have;
    const registers = new Registers(this.#db.sync);
    const groups = new Map<string, StampedOperation[]>();
    const keys = new Map<string, RowKey>();
    let stamp: Stamp | null = null;
    for (const change of changesAfter(this.#db, folded)) {
      if (change.origin === 'remote') continue;
      const { table, rowId, at, counter, seq, group } = change;
      const row = registers.edit({ table, rowId });
      const operation = operationOf(change, row);
      stamp = { at, counter, device, seq };
      applyOperation(row, operation, stamp, seen);
      keys.set(nameOf(change), { table, rowId });
      const operations = groups.get(group) ?? [];
      operations.push({ table, rowId, at, counter, seq, operation });
      groups.set(group, operations);
    }
    registers.flush();
    if (stamp) materialise(this.#db, registers, keys.values(), stamp);
    // What resolving has logged just now is no one's intent, and is left out with the rest.
    this.#db.sync.setState('folded', this.#db.changes.lastSeq());
    this.#merged({ [device]: last });
    return stamp ? this.#batchOf([...groups.values()], last, seen) : null;
  }

  /** Whether everything that a batch builds upon is here. */
  isReady(batch: Batch): boolean {
    const { [this.#db.changes.device()]: _own, ...others } = batch.after;
    return includes(this.cursors, others);
  }

  /** Notes that all groups of a batch are merged. */
  endBatch(device: string, number: number, batch: Batch): void {
    this.#merged({ [device]: batch.upTo });
    this.#endMerging({ [device]: number });
  }

  /** Merges groups of another device's batch. */
  merge(device: string, batch: Batch, groups: Batch['groups']): Merged {
    const registers = new Registers(this.#db.sync);
    const keys = new Map<string, RowKey>();
    let stamp: Stamp | null = null;
    let conflicts = 0;
    for (const { table, rowId, at, counter, seq, operation } of groups.flat()) {
      stamp = { at, counter, device, seq };
      for (const { field, text, stamp: written } of applyOperation(
        registers.edit({ table, rowId }),
        operation,
        stamp,
        batch.seen,
      )) {
        this.#db.sync.keepReplaced({ table, rowId, field, text, at: written.at, device: written.device });
        conflicts += 1;
      }
      keys.set(nameOf({ table, rowId }), { table, rowId });
    }
    registers.flush();
    if (stamp) {
      this.#db.changes.receive(stamp);
      materialise(this.#db, registers, keys.values(), stamp);
    }
    return { rows: keys.size, conflicts };
  }

  /** The merged states of some rows, for a device that begins or was away for long. */
  snapshotRows(table: DataTable, after: string, limit: number): SnapshotRow[] {
    return this.#db.sync
      .rowIds(table, after, limit)
      .map((rowId) => [table, rowId, this.#db.sync.row({ table, rowId }) ?? '']);
  }

  /** Merges rows of a snapshot. */
  mergeSnapshot(rows: readonly SnapshotRow[]): void {
    const registers = new Registers(this.#db.sync);
    let newest: Stamp | null = null;
    const keys: RowKey[] = [];
    for (const [table, rowId, text] of rows) {
      const other = unpackRow(text);
      const row = registers.edit({ table, rowId });
      const before = packRow(row);
      joinRows(row, other);
      if (packRow(row) === before) continue;
      keys.push({ table, rowId });
      for (const { stamp } of Object.values(other.fields))
        if (!newest || stamp.at > newest.at) newest = stamp;
    }
    registers.flush();
    if (!newest) return;
    this.#db.changes.receive(newest);
    materialise(this.#db, registers, keys, newest);
  }

  /** Notes what a snapshot included, once all of it is merged. */
  endSnapshot(have: Vector, cursors: Vector): void {
    this.#merged(have);
    this.#endMerging(cursors);
  }

  #merged(vector: Vector): void {
    const have = this.have;
    joinInto(have, vector);
    this.#db.sync.setState('have', have);
  }

  #batchOf(groups: Batch['groups'], upTo: number, seen: Vector): Batch {
    const after = { ...this.cursors };
    joinInto(after, this.#db.sync.state<Vector>('merging') ?? {});
    return { format: BATCH_FORMAT, schema: this.#schemaVersion, after, seen, upTo, groups };
  }
}

/** What a replica works on. */
export type ReplicaStore = Pick<Store, 'changes' | 'sync'>;

/** A row of a snapshot: its table, its id, and its state as `packRow` writes it. */
export type SnapshotRow = [table: DataTable, rowId: string, state: string];

export interface Merged {
  rows: number;
  /** Written texts that were replaced by one whose writer had not seen them, or that lost against one. */
  conflicts: number;
}

interface Seeding {
  /** Place in `dataTableNames`. */
  table: number;
  after: string;
  upTo: number;
}

const PAGE = 1_000;

function* changesAfter(db: ReplicaStore, seq: number): Generator<Change> {
  for (let after = seq; ;) {
    const page = db.changes.since(after, PAGE);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.seq;
  }
}
