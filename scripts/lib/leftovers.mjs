import { readdirSync, rmSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Removes from the folders of a build what earlier builds made and this one did not, and folders that are empty then.
 * @param {string} target the build's folder
 * @param {ReadonlySet<string>} made files below it, with `/`
 * @param {readonly string[]} others folders below it that somebody else keeps in order
 */
export function removeLeftovers(target, made, others) {
  for (const folder of readdirSync(target, { withFileTypes: true })) {
    if (!folder.isDirectory() || others.includes(folder.name) || folder.name.startsWith('.')) continue;
    const names = readdirSync(join(target, folder.name));
    const left = names.filter((name) => !made.has(`${folder.name}/${name}`));
    for (const name of left) rmSync(join(target, folder.name, name), { recursive: true, force: true });
    if (left.length === names.length) rmdirSync(join(target, folder.name));
  }
}
