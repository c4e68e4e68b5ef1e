import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { dataTableNames } from '../db/index.ts';
import { newerProgram } from './batch.ts';
import { openPiece, sealPiece } from './keyring.ts';
import type { SnapshotHead } from './mailbox/types.ts';
import type { Replica, SnapshotRow } from './replica.ts';
import { checkCancelled, MERGE_ROWS, type RoundParts } from './round-parts.ts';
import { includes, type Vector } from './stamp.ts';

/**
 * Snapshots take the place of batches, so that a device that begins, or was away for long, need not read them all. A
 * snapshot is a merged state like any other: several can lie beside each other, and are all merged.
 */

/** A snapshot is due when there are more batches than this. */
const BATCHES_PER_SNAPSHOT = 200;
const SNAPSHOT_ROWS = 500;
/** Names of snapshots that are remembered as merged. */
const REMEMBERED = 50;

interface SnapshotPart {
  schema: number;
  rows: SnapshotRow[];
  /** In the first part: what the snapshot includes. */
  have?: Vector;
  cursors?: Vector;
}

/** What the round does about a merge. */
export interface MergeHooks {
  /** Takes in what was written here meanwhile; inside the transaction of the merge. */
  collect(): void;
  received(bytes: number): void;
  merged(rows: number): void;
}

/** The snapshots of a mailbox, for one round. */
export class Snapshots {
  readonly #parts: RoundParts;
  readonly #replica: Replica;
  readonly #hooks: MergeHooks;

  constructor(parts: RoundParts, replica: Replica, hooks: MergeHooks) {
    this.#parts = parts;
    this.#replica = replica;
    this.#hooks = hooks;
  }

  /** Merges every snapshot that was not merged before. */
  async catchUp(): Promise<void> {
    const heads = await this.#parts.mailbox.snapshots();
    for (const head of heads.filter((one) => !this.#isKnown(one)).toSorted((a, b) => b.number - a.number)) {
      await this.#merge(head);
      this.#remember(head);
    }
  }

  async #merge(head: SnapshotHead): Promise<void> {
    const { mailbox, keys, commit, yieldToEvents, db, schemaVersion } = this.#parts;
    let part = 0;
    let have: Vector = {};
    let cursors: Vector = {};
    for await (const bytes of mailbox.snapshotParts(head)) {
      checkCancelled(this.#parts);
      this.#hooks.received(bytes.length);
      const name = { kind: 'snapshot', device: head.device, number: head.number, part } as const;
      const body = JSON.parse(inflateRawSync(openPiece(keys, name, bytes)).toString('utf8')) as SnapshotPart;
      if (body.schema > schemaVersion) throw newerProgram();
      cursors = body.cursors ?? cursors;
      have = body.have ?? have;
      const { [db.changes.device()]: _own, ...others } = cursors;
      if (part === 0 && includes(this.#replica.cursors, others)) return;
      for (let from = 0; from < body.rows.length; from += MERGE_ROWS) {
        const rows = body.rows.slice(from, from + MERGE_ROWS);
        commit(() => {
          this.#hooks.collect();
          this.#replica.beginMerging(cursors);
          this.#replica.mergeSnapshot(rows);
        });
        this.#hooks.merged(rows.length);
        await yieldToEvents();
      }
      part += 1;
    }
    commit(() => this.#replica.endSnapshot(have, cursors));
  }

  /**
   * Puts a snapshot in the place of many batches and of the snapshots before. Not while there is one that is not merged
   * here: what it holds may be nowhere else.
   */
  async compact(): Promise<void> {
    const { db, mailbox, batchesPerSnapshot = BATCHES_PER_SNAPSHOT } = this.#parts;
    const device = db.changes.device();
    const cursors: Vector = { ...this.#replica.cursors, [device]: db.sync.state<number>('number') ?? 0 };
    const heads = await mailbox.heads();
    const kept = heads.reduce((sum, { first, last }) => sum + last - first + 1, 0);
    if (kept <= batchesPerSnapshot) return;
    const old = await mailbox.snapshots();
    if (old.some((one) => !this.#isKnown(one))) return;
    const head = await this.#newHead(device, old);
    await this.#put(head, cursors);
    this.#remember(head);
    for (const { device: of } of heads) await mailbox.removeBatches(of, cursors[of] ?? 0);
    for (const one of old) await mailbox.removeSnapshot(one);
  }

  /** A number is used once, so that what was cut off never gets mixed with what comes after it. */
  async #newHead(device: string, old: readonly SnapshotHead[]): Promise<SnapshotHead> {
    const { db, mailbox } = this.#parts;
    const begun = db.sync.state<number>('snapshotNumber') ?? 0;
    const number = Math.max(begun, ...old.map((one) => one.number)) + 1;
    db.sync.setState('snapshotNumber', number);
    if (begun > 0 && !old.some((one) => one.device === device && one.number === begun))
      await mailbox.removeSnapshot({ device, number: begun, parts: 0 });
    return { device, number, parts: 0 };
  }

  async #put(head: SnapshotHead, cursors: Vector): Promise<void> {
    const { schemaVersion: schema, yieldToEvents } = this.#parts;
    await this.#putPart(head, 0, { schema, rows: [], have: this.#replica.have, cursors }, false);
    let part = 1;
    for (const table of dataTableNames) {
      let after: string | null = '';
      while (after !== null) {
        checkCancelled(this.#parts);
        const rows: SnapshotRow[] = this.#replica.snapshotRows(table, after, SNAPSHOT_ROWS);
        if (rows.length > 0) await this.#putPart(head, part++, { schema, rows }, false);
        await yieldToEvents();
        after = rows.length < SNAPSHOT_ROWS ? null : (rows.at(-1)?.[1] ?? null);
      }
    }
    await this.#putPart(head, part, { schema, rows: [] }, true);
  }

  #putPart(head: SnapshotHead, part: number, body: SnapshotPart, last: boolean): Promise<void> {
    const name = { kind: 'snapshot', device: head.device, number: head.number, part } as const;
    const plain = deflateRawSync(Buffer.from(JSON.stringify(body)));
    return this.#parts.mailbox.putSnapshotPart(head, part, sealPiece(this.#parts.keys, name, plain), last);
  }

  #known(): string[] {
    return this.#parts.db.sync.state<string[]>('snapshots') ?? [];
  }

  #isKnown(head: SnapshotHead): boolean {
    return this.#known().includes(nameOf(head));
  }

  #remember(head: SnapshotHead): void {
    this.#parts.db.sync.setState('snapshots', [...this.#known(), nameOf(head)].slice(-REMEMBERED));
  }
}

function nameOf({ device, number }: SnapshotHead): string {
  return `${device}/${number}`;
}
