import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the browser host remembers from one run to the next, readable for this user only. */
export interface HostMemory {
  /** Where it listened last; an open page looks for it there. 0 when it never did. */
  port: number;
  /** From each comes what pages of one run find their way back with; this run's first. */
  secrets: string[];
}

const NAME = 'host.json';
/** A key that was stolen with a cookie is worth nothing some starts later. */
const RUNS = 3;

/** The memory of a new run. Without one of before, or with one that can't be read, pages of before have to be opened again. */
export function readHostMemory(dataDir: string): HostMemory {
  const before = readStored(join(dataDir, NAME));
  const secret = randomBytes(32).toString('base64url');
  return { port: before.port, secrets: [secret, ...before.secrets].slice(0, RUNS) };
}

function readStored(path: string): HostMemory {
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof parsed !== 'object' || parsed === null) return { port: 0, secrets: [] };
    const { port, secrets } = parsed as Record<string, unknown>;
    const isPort = typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536;
    const known = Array.isArray(secrets) ? (secrets as unknown[]) : [];
    return {
      port: isPort ? port : 0,
      secrets: known.filter((secret): secret is string => typeof secret === 'string' && secret.length >= 40),
    };
  } catch {
    return { port: 0, secrets: [] };
  }
}

/** A memory that can't be written costs open pages their way back, and nothing else. */
export function writeHostMemory(dataDir: string, memory: HostMemory): void {
  const path = join(dataDir, NAME);
  const temporary = `${path}.new`;
  try {
    rmSync(temporary, { force: true });
    writeFileSync(temporary, JSON.stringify(memory), { mode: 0o600, flag: 'wx' });
    renameSync(temporary, path);
  } catch {
    // A full disk is told by the work itself.
  }
}
