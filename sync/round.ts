import { DaymarkError } from '../core/errors.ts';
import { decodeBatch, encodeBatch, type Batch } from './batch.ts';
import { openPiece, sealPiece, type PieceName } from './keyring.ts';
import type { Head, Piece } from './mailbox/types.ts';
import { Replica } from './replica.ts';
import { checkCancelled, MERGE_ROWS, type RoundParts } from './round-parts.ts';
import { Snapshots } from './snapshots.ts';
import type { Vector } from './stamp.ts';

/**
 * One round of a sync: what was written here goes out, what others wrote comes in. Each step is stored together with what
 * it changes, and may be repeated; a round that was cut off anywhere is simply begun again.
 */

/** What a whole round did. */
export interface RoundResult {
  /** Rows that were sent, and that were received, with how many rows they changed. */
  pushed: number;
  pulled: number;
  merged: number;
  /** Written texts that lost against one whose writer had not seen them. */
  conflicts: number;
  /** The newest batch that was merged of each device. */
  cursor: Vector;
}

/** Rows told at once where no one waits for their being together. */
const SEED_ROWS = 100;
/** Groups larger than this are no more taken in at once. */
const GROUP_ROWS = 200;
const BATCH_ROWS = 500;
const PUSH_BATCHES = 16;
const PULL_BATCHES = 16;

/** One round; for one use. */
export class Round {
  readonly #parts: RoundParts;
  readonly #replica: Replica;
  readonly #snapshots: Snapshots;
  readonly #result: RoundResult = { pushed: 0, pulled: 0, merged: 0, conflicts: 0, cursor: {} };

  constructor(parts: RoundParts) {
    this.#parts = parts;
    this.#replica = new Replica(parts.db, parts.schemaVersion);
    this.#snapshots = new Snapshots(parts, this.#replica, {
      collect: () => this.#enclose(this.#replica.fold()),
      received: (bytes) => (this.traffic.received += bytes),
      merged: (rows) => {
        this.#result.pulled += rows;
        this.#result.merged += rows;
        this.#tell();
      },
    });
  }

  /** Bytes of the pieces that went to the mailbox and came from it. */
  readonly traffic = { sent: 0, received: 0 };

  /**
   * Sends and receives until there is nothing left.
   *
   * @throws DaymarkError what the mailbox throws, `wrongPassphrase` for pieces of an unknown key, `invalidInput` for damaged ones,
   *   `unsupported` for those of a newer program, `cancelled`. Whatever was merged before stays.
   */
  async run(): Promise<RoundResult> {
    const { mailbox } = this.#parts;
    const heads = await mailbox.heads();
    this.#begin(heads);
    await this.#collect();
    await this.#push();
    await this.#pull(heads);
    // What was written here while others' changes came in need not wait for the next round.
    await this.#collect();
    await this.#push();
    await this.#snapshots.compact();
    return { ...this.#result, cursor: this.#replica.cursors };
  }

  /** The first round begins the replica; a profile whose number another copy has gone beyond gets a name of its own. */
  #begin(heads: readonly Head[]): void {
    const { db, commit } = this.#parts;
    if (db.sync.state('folded') === undefined) {
      // A device that was here before must not go on under its old name: others have counted its numbers already.
      commit(() => {
        db.changes.renewDevice();
        this.#replica.begin();
      });
      return;
    }
    const own = db.changes.device();
    const known = db.sync.state<number>('number') ?? 0;
    if (!heads.some(({ device, last }) => device === own && last > known)) return;
    commit(() => {
      this.#replica.setCursors({ [own]: known });
      db.changes.renewDevice();
      db.sync.setState('number', 0);
      // What lies in the outbox was sealed under the old name.
      db.sync.sent(Number.MAX_SAFE_INTEGER);
      this.#replica.begin();
    });
  }

  /** Seals what was written here into the outbox. */
  async #collect(): Promise<void> {
    while (this.#replica.seeding) {
      checkCancelled(this.#parts);
      this.#parts.commit(() => this.#enclose(this.#replica.seed(SEED_ROWS, this.#parts.clock())));
      await this.#parts.yieldToEvents();
    }
    this.#parts.commit(() => this.#enclose(this.#replica.fold()));
  }

  #enclose(batch: Batch | null): void {
    if (!batch || batch.groups.length === 0) return;
    const { db, keys } = this.#parts;
    const device = db.changes.device();
    for (const piece of piecesOf(batch)) {
      const number = (db.sync.state<number>('number') ?? 0) + 1;
      db.sync.setState('number', number);
      db.sync.addToOutbox({
        number,
        body: sealPiece(keys, batchName(device, number), encodeBatch(piece)),
        rows: piece.groups.flat().length,
      });
    }
  }

  async #push(): Promise<void> {
    const { db, mailbox, commit } = this.#parts;
    for (;;) {
      checkCancelled(this.#parts);
      const waiting = db.sync.outbox(PUSH_BATCHES);
      const last = waiting.at(-1);
      if (!last) return;
      const pieces = waiting.map(({ number, body }): Piece => ({ number, bytes: body }));
      await mailbox.putBatches(db.changes.device(), pieces);
      this.traffic.sent += pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);
      commit(() => db.sync.sent(last.number));
      this.#result.pushed += waiting.reduce((sum, { rows }) => sum + rows, 0);
      this.#tell();
    }
  }

  async #pull(heads: readonly Head[]): Promise<void> {
    await this.#snapshots.catchUp();
    const open = new Set(
      heads.map((head) => head.device).filter((device) => device !== this.#parts.db.changes.device()),
    );
    const failures: unknown[] = [];
    for (let moved = true; moved;) {
      moved = false;
      for (const device of open) {
        try {
          moved = (await this.#pullFrom(device)) || moved;
        } catch (error) {
          // Damage of one device does not keep the others from being heard.
          if (!(error instanceof DaymarkError) || error.code === 'cancelled') throw error;
          failures.push(error);
          open.delete(device);
        }
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  /** Merges batches of a device as long as each is there and can be understood; answers whether one was. */
  async #pullFrom(device: string): Promise<boolean> {
    let moved = false;
    for (;;) {
      checkCancelled(this.#parts);
      const after = this.#replica.cursors[device] ?? 0;
      const pieces = await this.#parts.mailbox.batches(device, after, PULL_BATCHES);
      for (const [index, { number, bytes }] of pieces.entries()) {
        this.traffic.received += bytes.length;
        // A number that is missing is on its way.
        if (number !== after + index + 1) return moved;
        const plain = openPiece(this.#parts.keys, batchName(device, number), bytes);
        const batch = decodeBatch(plain, this.#parts.schemaVersion);
        if (!this.#replica.isReady(batch)) return moved;
        await this.#merge(device, number, batch);
        moved = true;
      }
      if (pieces.length < PULL_BATCHES) return moved;
    }
  }

  async #merge(device: string, number: number, batch: Batch): Promise<void> {
    for (const groups of inSlices(batch.groups)) {
      checkCancelled(this.#parts);
      this.#parts.commit(() => {
        this.#enclose(this.#replica.fold());
        this.#replica.beginMerging({ [device]: number });
        const { rows, conflicts } = this.#replica.merge(device, batch, groups);
        this.#result.merged += rows;
        this.#result.conflicts += conflicts;
      });
      this.#result.pulled += groups.flat().length;
      this.#tell();
      await this.#parts.yieldToEvents();
    }
    this.#parts.commit(() => this.#replica.endBatch(device, number, batch));
  }

  #tell(): void {
    this.#parts.progress?.({ pushed: this.#result.pushed, pulled: this.#result.pulled });
  }
}

function batchName(device: string, number: number): PieceName {
  return { kind: 'batch', device, number, part: 0 };
}

/** Cuts a batch where it grows large, never within a group that can be taken in at once. */
function piecesOf(batch: Batch): Batch[] {
  const pieces: Batch['groups'][] = [];
  let rows = Infinity;
  for (const group of batch.groups.flatMap(cut)) {
    if (rows + group.length > BATCH_ROWS) {
      pieces.push([]);
      rows = 0;
    }
    pieces.at(-1)?.push(group);
    rows += group.length;
  }
  return pieces.map((groups, index) => ({
    ...batch,
    groups,
    // Only with its last piece is everything in that was written up to then.
    upTo:
      index === pieces.length - 1
        ? batch.upTo
        : Math.max(
            0,
            Math.min(
              ...pieces
                .slice(index + 1)
                .flat(2)
                .map(({ seq }) => seq),
            ) - 1,
          ),
  }));
}

function cut(group: Batch['groups'][number]): Batch['groups'] {
  if (group.length <= GROUP_ROWS) return [group];
  const slices: Batch['groups'] = [];
  for (let from = 0; from < group.length; from += GROUP_ROWS)
    slices.push(group.slice(from, from + GROUP_ROWS));
  return slices;
}

/** Small groups are taken in together. */
function inSlices(groups: Batch['groups']): Batch['groups'][] {
  const slices: Batch['groups'][] = [];
  let rows = Infinity;
  for (const group of groups) {
    if (rows + group.length > MERGE_ROWS) {
      slices.push([]);
      rows = 0;
    }
    slices.at(-1)?.push(group);
    rows += group.length;
  }
  return slices;
}
