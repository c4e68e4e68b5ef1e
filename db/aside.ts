import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { syncFolder } from './keys/files.ts';

/** Files that are never thrown away: what was found damaged, and what a backup replaced. */

export const SIDES = ['-wal', '-shm', '-journal'];
const LEFTOVER = /^daymark.*\.db\.(new|restored)(-wal|-shm|-journal)?$/;

/** Makes an empty folder below `aside/`, named by a moment (epoch ms). */
export function newAside(dataDir: string, at: number): string {
  const parent = join(dataDir, 'aside');
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  const name = `daymark-${stampOf(at)}`;
  for (let count = 1; ; count++) {
    const folder = join(parent, count === 1 ? name : `${name}-${count}`);
    if (existsSync(folder)) continue;
    mkdirSync(folder, { mode: 0o700 });
    return folder;
  }
}

/** Copies the database's files as they are, because they are about to be changed. Answers the folder. */
export function copyAside(path: string, at: number): string {
  const folder = newAside(join(path, '..'), at);
  for (const side of ['', '-wal', '-journal']) {
    if (!existsSync(path + side)) continue;
    const copy = join(folder, basename(path) + side);
    copyFileSync(path + side, copy, constants.COPYFILE_FICLONE);
    chmodSync(copy, 0o600);
  }
  syncFolder(folder);
  return folder;
}

/** Gives the database's files second names, so that they exist at every moment of a restore. Null when there are none. */
export function linkAside(path: string, at: number): string | null {
  const present = ['', ...SIDES].filter((side) => existsSync(path + side));
  if (present.length === 0) return null;
  const folder = newAside(join(path, '..'), at);
  for (const side of present) {
    const kept = join(folder, basename(path) + side);
    if (lstatSync(path + side).isDirectory()) {
      renameSync(path + side, kept);
      continue;
    }
    try {
      linkSync(path + side, kept);
    } catch {
      copyFileSync(path + side, kept);
    }
  }
  syncFolder(folder);
  return folder;
}

/** Moves files and folders of the profile away. Answers the folder, null when there was nothing. */
export function moveAside(dataDir: string, names: readonly string[], at: number): string | null {
  const present = names.filter((name) => existsSync(join(dataDir, name)));
  if (present.length === 0) return null;
  const folder = newAside(dataDir, at);
  for (const name of present) renameSync(join(dataDir, name), join(folder, name));
  syncFolder(folder);
  syncFolder(dataDir);
  return folder;
}

/**
 * Removes the database files. The database goes first: without it a crash in between is noticed at the next start,
 * while without its log it would silently be an older one.
 */
export function removeDatabase(path: string): void {
  for (const side of ['', ...SIDES]) rmSync(path + side, { force: true, recursive: true });
}

/** Removes half-made files that a crash left. Only the owner of the profile may ask for it. */
export function sweepLeftovers(folder: string): void {
  if (!existsSync(folder) || !lstatSync(folder).isDirectory()) return;
  for (const name of readdirSync(folder)) {
    if (LEFTOVER.test(name)) rmSync(join(folder, name), { force: true, recursive: true });
  }
}

/** `YYYYMMDDTHHMMSSmmmZ`. */
export function stampOf(at: number): string {
  return new Date(at).toISOString().replace(/[-:.]/g, '');
}
