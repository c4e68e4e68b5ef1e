import { watch, type FSWatcher } from 'node:fs';

/** Several writes to a file are one change. */
const SETTLE_MS = 1_000;

/**
 * Tells when something in one of several folders changes, a moment after it has. Where the system can't watch a folder (a
 * network drive, too many watches), nothing is told; who needs to know looks once a minute as well.
 */
export class FolderWatch {
  readonly #changed: () => void;
  readonly #watchers = new Map<string, FSWatcher>();
  #timer: NodeJS.Timeout | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Watches these folders and no others. */
  set(folders: readonly string[]): void {
    for (const [folder, watcher] of this.#watchers)
      if (!folders.includes(folder)) {
        watcher.close();
        this.#watchers.delete(folder);
      }
    for (const folder of folders) if (!this.#watchers.has(folder)) this.#add(folder);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.set([]);
  }

  /** Tells once more after a while, as when something seen was not yet complete. */
  later(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#changed();
    }, SETTLE_MS).unref();
  }

  #add(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, () => this.later());
      // The folder was removed, or the system has no watch left.
      watcher.on('error', () => {
        watcher.close();
        if (this.#watchers.get(folder) === watcher) this.#watchers.delete(folder);
      });
      this.#watchers.set(folder, watcher);
    } catch {
      // Looked at once a minute instead.
    }
  }
}
