import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { openBrowser } from './browser.ts';
import { skipFirstRun } from './journey.ts';
import { start, type Running, type StartOptions, type TargetName } from './targets.ts';

/** An app that a file of tests, or one of its `describe`s, has for itself. */
export interface Session {
  /** Ends the app and starts it again on the same profile. */
  restart(options: StartOptions): Promise<void>;
}

let users = 0;
let opening: Promise<Browser> | null = null;

/**
 * Starts the app before the tests around the call, on a new profile and past its first run, and removes it after them. The
 * sessions of one file share a browser.
 *
 * @param ready called with the app after each start, before any test goes on
 */
export function withApp(
  target: TargetName,
  options: StartOptions,
  ready: (app: Running) => void | Promise<void>,
): Session {
  users += 1;
  const started: Running[] = [];
  const launch = async (more: StartOptions): Promise<Running> => {
    const app = await start(target, await (opening ??= openBrowser()), more);
    started.push(app);
    return app;
  };
  beforeAll(async () => {
    const app = await launch(options);
    await skipFirstRun(app.page);
    await ready(app);
  });
  afterAll(async () => {
    for (const app of started.toReversed()) await app.dispose();
    users -= 1;
    if (users === 0) await (await opening)?.close();
  });
  return {
    async restart(more) {
      const last = started.at(-1)!;
      await last.quit();
      await ready(await launch({ ...more, dataDir: last.dataDir }));
    },
  };
}
