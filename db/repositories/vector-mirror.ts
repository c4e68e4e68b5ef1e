import { Connection } from '../sqlite.ts';

interface VectorRow {
  rid: number;
  embedding: Uint8Array;
  category: string;
  completion_time: number;
  success_score: number;
}

const COLUMNS = 'rid, embedding, category, completion_time, success_score';

/**
 * A reader's own copy of the vectors, in memory and never on disk. Any write of the owner empties the page cache
 * of a second connection, and decrypting 30 MB anew takes some 120 ms; the copy is brought up to date from
 * `vector_log`, which costs a look-up per changed task.
 */
export class VectorMirror {
  readonly #memory: Connection;
  #seq = -1;

  constructor(extensionPath: string) {
    this.#memory = new Connection(':memory:', { key: null, extensionPath });
    this.#memory.exec(`CREATE VIRTUAL TABLE task_embeddings USING vec0 (
      rid INTEGER PRIMARY KEY, embedding float[384] distance_metric=cosine,
      category TEXT, completion_time INTEGER, success_score FLOAT)`);
  }

  /** The copy, as new as `source` is now. */
  synced(source: Connection): Connection {
    source.snapshot(() => this.#sync(source));
    return this.#memory;
  }

  close(): void {
    this.#memory.close();
  }

  #sync(source: Connection): void {
    const log = source.get<{ oldest: number | null; newest: number | null }>(
      'SELECT (SELECT min(seq) FROM vector_log) AS oldest, (SELECT max(seq) FROM vector_log) AS newest',
    );
    const newest = log?.newest ?? 0;
    if (newest === this.#seq) return;
    const complete = this.#seq >= 0 && (log?.oldest ?? 0) <= this.#seq + 1;
    this.#memory.transaction(() => {
      if (complete) this.#apply(source);
      else this.#loadAll(source);
    });
    this.#seq = newest;
  }

  #apply(source: Connection): void {
    const changed = source.all<{ rid: number }>(
      'SELECT DISTINCT rid FROM vector_log WHERE seq > ?',
      this.#seq,
    );
    for (const { rid } of changed) {
      this.#memory.run('DELETE FROM task_embeddings WHERE rid = ?', BigInt(rid));
      const row = source.get<VectorRow>(`SELECT ${COLUMNS} FROM task_embeddings WHERE rid = ?`, BigInt(rid));
      if (row) this.#add(row);
    }
  }

  #loadAll(source: Connection): void {
    this.#memory.run('DELETE FROM task_embeddings');
    for (const row of source.all<VectorRow>(`SELECT ${COLUMNS} FROM task_embeddings`)) this.#add(row);
  }

  #add(row: VectorRow): void {
    this.#memory.run(
      `INSERT INTO task_embeddings (${COLUMNS}) VALUES (?, ?, ?, ?, ?)`,
      BigInt(row.rid),
      row.embedding,
      row.category,
      BigInt(row.completion_time),
      row.success_score,
    );
  }
}
