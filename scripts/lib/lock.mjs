import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const WAIT_MS = 100;

/**
 * Runs `work` while holding a lock folder, so that two commands started at once on a fresh checkout do not build
 * over each other. The lock of a dead process is taken over.
 */
export async function withLock(path, work) {
  mkdirSync(dirname(path), { recursive: true });
  while (!tryLock(path)) await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  try {
    return await work();
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}

function tryLock(path) {
  try {
    mkdirSync(path);
    writeFileSync(join(path, 'pid'), String(process.pid));
    return true;
  } catch {
    if (!ownerIsAlive(path)) rmSync(path, { recursive: true, force: true });
    return false;
  }
}

function ownerIsAlive(path) {
  try {
    const pid = Number(readFileSync(join(path, 'pid'), 'utf8'));
    if (!pid) return true;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // No pid file yet: its owner is between the two calls above.
    return error.code === 'ENOENT' || error.code === 'EPERM';
  }
}
