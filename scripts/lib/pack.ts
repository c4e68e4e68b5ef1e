import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

/** Packs the built app as an installer would, around a stand-in for Electron's program, which npm does not bring. */

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/**
 * Packs into `folder`, for Linux and this machine's processor. The stand-in has fuses that can be set and is otherwise
 * empty, so that what lies in the answered folder is our own but for a few hundred bytes.
 */
export async function packApp(folder: string): Promise<string> {
  const electron = join(folder, 'electron');
  mkdirSync(join(electron, 'locales'), { recursive: true });
  mkdirSync(join(electron, 'resources'));
  const fuses = Buffer.concat([
    Buffer.from(FUSE_SENTINEL),
    Buffer.from([1, 10]),
    Buffer.from('1'.repeat(10)),
  ]);
  writeFileSync(join(electron, 'electron'), Buffer.concat([Buffer.alloc(64), fuses, Buffer.alloc(64)]));
  chmodSync(join(electron, 'electron'), 0o755);
  writeFileSync(join(electron, 'version'), '0.0.0');
  writeFileSync(join(electron, 'LICENSE'), '');
  writeFileSync(join(electron, 'locales/en-US.pak'), '');
  const release = join(folder, 'release');
  await run(
    process.execPath,
    [
      join(root, 'node_modules/electron-builder/cli.js'),
      '--dir',
      '--linux',
      `--${process.arch}`,
      `-c.electronDist=${electron}`,
      `-c.directories.output=${release}`,
    ],
    { cwd: root, maxBuffer: 16 << 20 },
  );
  const unpacked = readdirSync(release).find((name) => name.endsWith('unpacked'));
  if (unpacked === undefined) throw new Error('electron-builder left no folder');
  return join(release, unpacked);
}
