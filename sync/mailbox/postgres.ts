import { createHash } from 'node:crypto';
import type { Client, ClientConfig, QueryResultRow } from 'pg';
import { z } from 'zod';
import { DaymarkError } from '../../core/errors.ts';
import { keyFile, type KeyFile } from '../keyring.ts';
import { SCHEMA, SCHEMA_VERSION } from './postgres-schema.ts';
import type { Head, Mailbox, Piece, SnapshotHead } from './types.ts';

/**
 * The person's own Postgres as a mailbox: four tables of sealed bytes, each row visible to its database user alone
 * (row-level security), so that several people can share a server. It sees pseudonyms, sizes and times.
 */

const CONNECT_MS = 10_000;
const CLOSE_MS = 2_000;
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
  ETIMEDOUT: 'it does not answer',
};

const uuid = z.uuid();

/** Checks the server's certificate and its name. */
const CHECKED: ClientConfig['ssl'] = { rejectUnauthorized: true };
const UNCHECKED: ClientConfig['ssl'] = { rejectUnauthorized: false };

interface ServerAddress {
  /** Without what it says of encryption. */
  url: URL;
  ssl: ClientConfig['ssl'];
}

/** A Postgres as mailbox. Its calls reject with `unreachable` and its reason, or `unsupported` for a newer schema. */
export class PostgresMailbox implements Mailbox {
  readonly name: string;
  readonly #address: ServerAddress;
  #client: Promise<Client> | null = null;
  /** Where devices hear of batches; known once the keys were read. */
  #channel: string | null = null;

  /** @throws DaymarkError `invalidInput` for what is no address of a server, or one that would be spoken to in the open */
  constructor(address: string) {
    this.#address = readAddress(address);
    this.name = this.#address.url.host;
  }

  async exists(): Promise<boolean> {
    const [row] = await this.#rows<{ found: boolean }>(
      "SELECT to_regclass('daymark_sync.mailbox') IS NOT NULL AS found",
    );
    if (row?.found !== true) return false;
    const [made] = await this.#rows<{ version: number }>('SELECT version FROM daymark_sync.mailbox');
    if (Number(made?.version) > SCHEMA_VERSION)
      throw new DaymarkError('unsupported', {
        reason: 'the mailbox was made by a newer Daymark; update this one',
      });
    return true;
  }

  async create(): Promise<void> {
    // Several statements in one query are one transaction.
    if (!(await this.exists())) await this.#rows(SCHEMA);
  }

  async keys(): Promise<KeyFile[]> {
    // A round begins with it, so a mailbox of a newer version is refused before anything is written.
    if (!(await this.exists())) return [];
    const rows = await this.#rows<{ body: unknown }>('SELECT body FROM daymark_sync.keys');
    const files = rows.flatMap(({ body }) => {
      const found = keyFile.safeParse(body);
      return found.success ? [found.data] : [];
    });
    this.#channel = channelOf(files);
    return files;
  }

  async putKey(file: KeyFile): Promise<void> {
    await this.#rows(
      `INSERT INTO daymark_sync.keys (id, body) VALUES ($1, $2)
       ON CONFLICT (owner, id) DO UPDATE SET body = excluded.body`,
      file.id,
      JSON.stringify(file),
    );
  }

  async heads(): Promise<Head[]> {
    const rows = await this.#rows<Record<keyof Head, string>>(
      'SELECT device, min(number) AS first, max(number) AS last FROM daymark_sync.batches GROUP BY device',
    );
    return rows.map(({ device, first, last }) => ({
      device: uuid.parse(device),
      first: Number(first),
      last: Number(last),
    }));
  }

  async batches(device: string, after: number, limit: number): Promise<Piece[]> {
    const rows = await this.#rows<{ number: string; bytes: Uint8Array }>(
      `SELECT number, bytes FROM daymark_sync.batches
       WHERE device = $1 AND number > $2 ORDER BY number LIMIT $3`,
      device,
      after,
      limit,
    );
    return rows.map(({ number, bytes }) => ({ number: Number(number), bytes: new Uint8Array(bytes) }));
  }

  /** One statement and one value for all pieces: one way there and back, and all of them or none. */
  async putBatches(device: string, pieces: readonly Piece[]): Promise<void> {
    if (pieces.length === 0) return;
    const lengths = pieces.map(({ bytes }) => bytes.length);
    // Positions in SQL begin at 1.
    let next = 1;
    const starts = lengths.map((length) => (next += length) - length);
    await this.#rows(
      `WITH stored AS (
         INSERT INTO daymark_sync.batches (device, number, bytes)
         SELECT $1, number, substring($2::bytea FROM start FOR length)
         FROM unnest($3::int8[], $4::int4[], $5::int4[]) AS piece (number, start, length)
         ON CONFLICT DO NOTHING)
       SELECT CASE WHEN $6::text IS NOT NULL THEN pg_notify($6, $1::text) END`,
      device,
      Buffer.concat(pieces.map(({ bytes }) => bytes)),
      pieces.map(({ number }) => number),
      starts,
      lengths,
      this.#channel,
    );
  }

  async removeBatches(device: string, upTo: number): Promise<void> {
    await this.#rows('DELETE FROM daymark_sync.batches WHERE device = $1 AND number <= $2', device, upTo);
  }

  async snapshots(): Promise<SnapshotHead[]> {
    const rows = await this.#rows<{ device: string; number: string; parts: string }>(
      `SELECT device, number, count(*) AS parts FROM daymark_sync.snapshots
       GROUP BY device, number HAVING bool_or(is_last) AND count(*) = max(part) + 1`,
    );
    return rows.map(({ device, number, parts }) => ({
      device: uuid.parse(device),
      number: Number(number),
      parts: Number(parts),
    }));
  }

  async *snapshotParts({ device, number, parts }: SnapshotHead): AsyncIterable<Uint8Array> {
    for (let part = 0; part < parts; part += 1) {
      const [row] = await this.#rows<{ bytes: Uint8Array }>(
        'SELECT bytes FROM daymark_sync.snapshots WHERE device = $1 AND number = $2 AND part = $3',
        device,
        number,
        part,
      );
      if (!row)
        throw new DaymarkError('unreachable', { host: this.name, reason: 'a part of a snapshot is gone' });
      yield new Uint8Array(row.bytes);
    }
  }

  async putSnapshotPart(
    { device, number }: SnapshotHead,
    part: number,
    bytes: Uint8Array,
    last: boolean,
  ): Promise<void> {
    await this.#rows(
      `INSERT INTO daymark_sync.snapshots (device, number, part, is_last, bytes) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (owner, device, number, part) DO UPDATE SET bytes = excluded.bytes, is_last = excluded.is_last`,
      device,
      number,
      part,
      last,
      Buffer.from(bytes),
    );
  }

  async removeSnapshot({ device, number }: SnapshotHead): Promise<void> {
    await this.#rows('DELETE FROM daymark_sync.snapshots WHERE device = $1 AND number = $2', device, number);
  }

  async devices(): Promise<{ device: string; bytes: Uint8Array }[]> {
    const rows = await this.#rows<{ device: string; bytes: Uint8Array }>(
      'SELECT device, bytes FROM daymark_sync.devices',
    );
    return rows.map(({ device, bytes }) => ({ device: uuid.parse(device), bytes: new Uint8Array(bytes) }));
  }

  async putDevice(device: string, bytes: Uint8Array): Promise<void> {
    await this.#rows(
      `INSERT INTO daymark_sync.devices (device, bytes) VALUES ($1, $2)
       ON CONFLICT (owner, device) DO UPDATE SET bytes = excluded.bytes, at = now()`,
      device,
      Buffer.from(bytes),
    );
  }

  /** By LISTEN, on a channel that only those who see the keys can name. */
  async watch(own: string, news: () => void): Promise<void> {
    await this.keys();
    if (this.#channel === null) return;
    const client = await this.#connected();
    client.on('notification', ({ payload }) => {
      if (payload !== own) news();
    });
    await this.#rows(`LISTEN ${this.#channel}`);
  }

  async close(): Promise<void> {
    const client = await this.#client?.catch(() => null);
    this.#client = null;
    if (!client) return;
    const limit = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_MS).unref());
    await Promise.race([client.end().catch(() => {}), limit]);
  }

  async #rows<Row extends QueryResultRow>(text: string, ...values: unknown[]): Promise<Row[]> {
    try {
      const client = await this.#connected();
      return (await client.query<Row>(text, values)).rows;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      const reason = REASONS[code] ?? (code === '' ? 'the connection failed' : `it answered ${code}`);
      throw new DaymarkError('unreachable', { host: this.name, reason }, { cause: error });
    }
  }

  /** A connection that was lost is opened again by the next call. */
  #connected(): Promise<Client> {
    this.#client ??= this.#connect();
    return this.#client;
  }

  async #connect(): Promise<Client> {
    const { url, ssl } = this.#address;
    // Loaded by those who use it: a start need not read it.
    const { default: pg } = await import('pg');
    const client = new pg.Client({
      connectionString: url.href,
      ssl,
      connectionTimeoutMillis: CONNECT_MS,
      statement_timeout: STATEMENT_MS,
      query_timeout: STATEMENT_MS,
      application_name: 'daymark',
    });
    const lost = (): void => {
      this.#client = null;
    };
    client.on('error', lost);
    client.on('end', lost);
    try {
      await client.connect();
      return client;
    } catch (error) {
      lost();
      throw error;
    }
  }
}

/** The oldest key stays, whatever passphrases come after it. */
function channelOf(files: readonly KeyFile[]): string | null {
  const [oldest] = files.toSorted((a, b) => a.madeAt - b.madeAt || (a.id < b.id ? -1 : 1));
  return oldest ? `daymark_${createHash('sha256').update(oldest.id).digest('hex').slice(0, 32)}` : null;
}

/** Encrypted and with a certificate that is checked, unless the server is on this machine or the address says less. */
function readAddress(address: string): ServerAddress {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !/^postgres(?:ql)?:$/.test(url.protocol) || url.hostname === '')
    throw new DaymarkError('invalidInput', {
      reason: 'the address of a server looks like postgres://user@host/database',
    });
  const asked = url.searchParams.get('sslmode');
  url.searchParams.delete('sslmode');
  if (asked === 'require') return { url, ssl: UNCHECKED };
  if (asked === 'verify-full') return { url, ssl: CHECKED };
  if (LOOPBACK.has(url.hostname)) return { url, ssl: false };
  if (asked === 'disable')
    throw new DaymarkError('invalidInput', {
      reason: 'only a server on this machine is spoken to without encryption',
    });
  return { url, ssl: CHECKED };
}
