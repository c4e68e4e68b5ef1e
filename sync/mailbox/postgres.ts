import postgres from 'postgres';
import { z } from 'zod';
import { DaymarkError } from '../../core/errors.ts';
import { keyFile, type KeyFile } from '../keyring.ts';
import { SCHEMA, SCHEMA_VERSION } from './postgres-schema.ts';
import type { Head, Mailbox, Piece, SnapshotHead } from './types.ts';

/**
 * The person's own Postgres as a mailbox: four tables of sealed bytes, each row visible to its database user alone
 * (row-level security), so that several people can share a server. It sees pseudonyms, sizes and times.
 */

const CONNECT_S = 10;
const STATEMENT_MS = 60_000;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

/** Error codes that say what is wrong in a person's words (PostgreSQL, appendix A). */
const REASONS: Record<string, string> = {
  '28P01': 'the user or the password is not accepted',
  '28000': 'the user is not accepted',
  '3D000': 'there is no such database',
  '42501': 'the user may not do that there',
  '42P01': 'it has no mailbox yet',
  '3F000': 'it has no mailbox yet',
  '53100': 'its disk is full',
  '53300': 'it has too many connections',
  '57P01': 'it is shutting down',
  '57P03': 'it is starting up',
  ECONNREFUSED: 'no one answers there',
  ENOTFOUND: 'the name is not known',
  CONNECT_TIMEOUT: 'it does not answer',
};

const uuid = z.uuid();

/** A Postgres as mailbox. Its calls reject with `unreachable` and its reason, or `unsupported` for a newer schema. */
export class PostgresMailbox implements Mailbox {
  readonly name: string;
  readonly #sql: postgres.Sql;

  /** @throws DaymarkError `invalidInput` for what is no address of a server, or one that would be spoken to in the open */
  constructor(address: string) {
    const { url, ssl } = readAddress(address);
    this.name = url.host;
    this.#sql = postgres(url.href, {
      ssl,
      max: 2,
      connect_timeout: CONNECT_S,
      idle_timeout: 30,
      onnotice: () => {},
      connection: { application_name: 'daymark', statement_timeout: STATEMENT_MS },
    });
  }

  async exists(): Promise<boolean> {
    return this.#asked(async () => {
      const [row] = await this.#sql`SELECT to_regclass('daymark_sync.mailbox') IS NOT NULL AS found`;
      if (row?.['found'] !== true) return false;
      const [version] = await this.#sql`SELECT version FROM daymark_sync.mailbox`;
      if (Number(version?.['version']) > SCHEMA_VERSION)
        throw new DaymarkError('unsupported', {
          reason: 'the mailbox was made by a newer Daymark; update this one',
        });
      return true;
    });
  }

  async create(): Promise<void> {
    if (await this.exists()) return;
    await this.#asked(() => this.#sql.begin((sql) => sql.unsafe(SCHEMA)));
  }

  keys(): Promise<KeyFile[]> {
    return this.#asked(async () => {
      const rows = await this.#sql`SELECT body FROM daymark_sync.keys`;
      return rows.flatMap((row) => {
        const found = keyFile.safeParse(row['body']);
        return found.success ? [found.data] : [];
      });
    });
  }

  async putKey(file: KeyFile): Promise<void> {
    await this.#asked(
      () => this.#sql`INSERT INTO daymark_sync.keys (id, body) VALUES (${file.id}, ${this.#sql.json(file)})
        ON CONFLICT (owner, id) DO UPDATE SET body = excluded.body`,
    );
  }

  heads(): Promise<Head[]> {
    return this.#asked(async () => {
      const rows = await this.#sql`SELECT device, min(number)::int8 AS first, max(number)::int8 AS last
        FROM daymark_sync.batches GROUP BY device`;
      return rows.map((row) => ({
        device: uuid.parse(row['device']),
        first: Number(row['first']),
        last: Number(row['last']),
      }));
    });
  }

  batches(device: string, after: number, limit: number): Promise<Piece[]> {
    return this.#asked(async () => {
      const rows = await this.#sql`SELECT number, bytes FROM daymark_sync.batches
        WHERE device = ${device} AND number > ${after} ORDER BY number LIMIT ${limit}`;
      return rows.map((row) => ({ number: Number(row['number']), bytes: bytesOf(row['bytes']) }));
    });
  }

  async putBatches(device: string, pieces: readonly Piece[]): Promise<void> {
    if (pieces.length === 0) return;
    await this.#asked(() =>
      this.#sql.begin(async (sql) => {
        for (const { number, bytes } of pieces)
          await sql`INSERT INTO daymark_sync.batches (device, number, bytes)
            VALUES (${device}, ${number}, ${Buffer.from(bytes)}) ON CONFLICT DO NOTHING`;
      }),
    );
  }

  async removeBatches(device: string, upTo: number): Promise<void> {
    await this.#asked(
      () => this.#sql`DELETE FROM daymark_sync.batches WHERE device = ${device} AND number <= ${upTo}`,
    );
  }

  snapshots(): Promise<SnapshotHead[]> {
    return this.#asked(async () => {
      const rows = await this.#sql`SELECT device, number, count(*)::int4 AS parts FROM daymark_sync.snapshots
        GROUP BY device, number HAVING bool_or(is_last) AND count(*) = max(part) + 1`;
      return rows.map((row) => ({
        device: uuid.parse(row['device']),
        number: Number(row['number']),
        parts: Number(row['parts']),
      }));
    });
  }

  async *snapshotParts({ device, number, parts }: SnapshotHead): AsyncIterable<Uint8Array> {
    for (let part = 0; part < parts; part += 1) {
      const [row] = await this.#asked(
        () => this.#sql`SELECT bytes FROM daymark_sync.snapshots
          WHERE device = ${device} AND number = ${number} AND part = ${part}`,
      );
      if (!row)
        throw new DaymarkError('unreachable', { host: this.name, reason: 'a part of a snapshot is gone' });
      yield bytesOf(row['bytes']);
    }
  }

  async putSnapshotPart(
    { device, number }: SnapshotHead,
    part: number,
    bytes: Uint8Array,
    last: boolean,
  ): Promise<void> {
    await this.#asked(
      () => this.#sql`INSERT INTO daymark_sync.snapshots (device, number, part, is_last, bytes)
        VALUES (${device}, ${number}, ${part}, ${last}, ${Buffer.from(bytes)})
        ON CONFLICT (owner, device, number, part) DO UPDATE SET bytes = excluded.bytes, is_last = excluded.is_last`,
    );
  }

  async removeSnapshot({ device, number }: SnapshotHead): Promise<void> {
    await this.#asked(
      () => this.#sql`DELETE FROM daymark_sync.snapshots WHERE device = ${device} AND number = ${number}`,
    );
  }

  devices(): Promise<{ device: string; bytes: Uint8Array }[]> {
    return this.#asked(async () => {
      const rows = await this.#sql`SELECT device, bytes FROM daymark_sync.devices`;
      return rows.map((row) => ({ device: uuid.parse(row['device']), bytes: bytesOf(row['bytes']) }));
    });
  }

  async putDevice(device: string, bytes: Uint8Array): Promise<void> {
    await this.#asked(
      () => this.#sql`INSERT INTO daymark_sync.devices (device, bytes) VALUES (${device}, ${Buffer.from(bytes)})
        ON CONFLICT (owner, device) DO UPDATE SET bytes = excluded.bytes, at = now()`,
    );
  }

  async close(): Promise<void> {
    await this.#sql.end({ timeout: 2 });
  }

  async #asked<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof DaymarkError) throw error;
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      const reason = REASONS[code] ?? (code === '' ? 'the connection failed' : `it answered ${code}`);
      throw new DaymarkError('unreachable', { host: this.name, reason }, { cause: error });
    }
  }
}

function bytesOf(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array();
}

/** Encrypted and with a certificate that is checked, unless the server is on this machine or the address says less. */
function readAddress(address: string): { url: URL; ssl: 'verify-full' | 'require' | false } {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !/^postgres(?:ql)?:$/.test(url.protocol) || url.hostname === '')
    throw new DaymarkError('invalidInput', {
      reason: 'the address of a server looks like postgres://user@host/database',
    });
  const asked = url.searchParams.get('sslmode');
  url.searchParams.delete('sslmode');
  if (asked === 'require') return { url, ssl: 'require' };
  if (asked === 'verify-full') return { url, ssl: 'verify-full' };
  if (LOOPBACK.has(url.hostname)) return { url, ssl: false };
  if (asked === 'disable')
    throw new DaymarkError('invalidInput', {
      reason: 'only a server on this machine is spoken to without encryption',
    });
  return { url, ssl: 'verify-full' };
}
