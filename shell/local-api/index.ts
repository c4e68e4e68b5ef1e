import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DaymarkError } from '../../core/errors.ts';
import type { Database } from '../../db/index.ts';
import type { Log } from '../log.ts';
import type { ProfileOptions } from '../profile-types.ts';
import type { AppClient } from '../rpc.ts';
import { startApiServer, type ApiServer } from './server.ts';

/** Turns the local API on and off. Whether it is on is said on this device alone, and it listens only while Daymark runs. */

/** What the local API is made from. */
export interface LocalApiParts {
  options: Pick<ProfileOptions, 'dataDir' | 'version' | 'shell'>;
  client: AppClient;
  log: Log;
  /** Of the open profile; null while it is closed. */
  database(): Pick<Database, 'settings'> | null;
}

/** Whether it is on, where it listens, and where the token lies. */
export interface LocalApiState {
  enabled: boolean;
  /** Null while it doesn't listen. */
  address: string | null;
  /** Holds address and token; readable by this user alone. */
  tokenFile: string;
}

const FILE = 'api.json';
/** Said on this device alone. */
const SETTING = 'localApi';
const memory = z.object({ port: z.int().min(0).max(65_535), token: z.string().min(20).max(100) });

/** The local API of one profile. */
export class LocalApi {
  readonly #parts: LocalApiParts;
  #server: ApiServer | null = null;
  #work: Promise<void> = Promise.resolve();

  constructor(parts: LocalApiParts) {
    this.#parts = parts;
  }

  /** @throws DaymarkError `locked` while the profile is closed */
  state(): LocalApiState {
    if (!this.#parts.database()) throw new DaymarkError('locked');
    return { enabled: this.#isOn(), address: this.#server?.address ?? null, tokenFile: this.#file };
  }

  /** Answers when it listens, or no longer does. Turning it off makes the token worthless. */
  async set(enabled: boolean): Promise<LocalApiState> {
    const db = this.#parts.database();
    if (!db) throw new DaymarkError('locked');
    db.settings.setState(SETTING, enabled ? '1' : '0');
    await this.follow();
    if (!enabled) rmSync(this.#file, { force: true });
    return this.state();
  }

  /** Does as the setting says; called when the profile opens. */
  follow(): Promise<void> {
    this.#work = this.#work.then(() => this.#follow());
    return this.#work;
  }

  close(): Promise<void> {
    this.#work = this.#work.then(() => this.#stop());
    return this.#work;
  }

  async #follow(): Promise<void> {
    // A command leaves again at once and serves no one.
    const wanted = this.#parts.options.shell !== 'cli' && this.#isOn();
    if (wanted === (this.#server !== null)) return;
    if (!wanted) return this.#stop();
    const { port, token } = remembered(this.#file);
    const { client, log, options } = this.#parts;
    const { version } = options;
    try {
      const asked = { client, version, token };
      // The port of last time, so that scripts find it; another one where that is taken.
      this.#server = await startApiServer({ ...asked, port }).catch(() =>
        startApiServer({ ...asked, port: 0 }),
      );
      const file = { address: this.#server.address, port: this.#server.port, token };
      rmSync(this.#file, { force: true });
      writeFileSync(this.#file, `${JSON.stringify(file)}\n`, { mode: 0o600 });
    } catch (error) {
      await this.#stop();
      log('warn', 'localApi.failed', { reason: error instanceof Error ? error.name : 'unknown' });
    }
  }

  get #file(): string {
    return join(this.#parts.options.dataDir, FILE);
  }

  #isOn(): boolean {
    return this.#parts.database()?.settings.state(SETTING) === '1';
  }

  async #stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    await server?.close();
  }
}

function remembered(path: string): z.infer<typeof memory> {
  try {
    return memory.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return { port: 0, token: randomBytes(32).toString('base64url') };
  }
}
