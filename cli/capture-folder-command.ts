import { resolve } from 'node:path';
import { DaymarkError } from '../core/errors.ts';
import type { AppClient } from '../shell/rpc.ts';
import { writeJson, type Streams } from './io.ts';

/** How long a file has to stay the same to be taken by a command that ends. */
const PAUSE_MS = 1_000;

/** Sets the folder in which text files become tasks, turns it off, or takes what is in it now. */
export function captureFolderWork(
  words: readonly string[],
  streams: Streams,
): (client: AppClient) => Promise<void> {
  const [folder, ...rest] = words;
  if (rest.length > 0)
    throw new DaymarkError('invalidInput', { reason: 'capture-folder takes FOLDER, off or nothing' });
  return async ({ captureFolder }) => {
    if (folder === 'off') return writeJson(streams.stdout, await captureFolder.set({ path: null }));
    const first =
      folder === undefined ? await captureFolder.check() : await captureFolder.set({ path: resolve(folder) });
    if (first.waiting === 0) return writeJson(streams.stdout, first);
    await new Promise((done) => setTimeout(done, PAUSE_MS));
    await writeJson(streams.stdout, await captureFolder.check());
  };
}
