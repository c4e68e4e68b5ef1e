import { existsSync, lstatSync, renameSync, rmSync } from 'node:fs';

/** Frees a name of ours for a new file: a file goes, a folder that took its place is kept under another name. */
export function clearName(path: string): void {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    rmSync(path, { force: true });
    return;
  }
  let other = `${path}.folder`;
  for (let count = 2; existsSync(other); count++) other = `${path}.folder-${count}`;
  renameSync(path, other);
}
