import { afterEach, beforeEach, expect, it } from 'vitest';
import { simulateOverload } from './overload.fixture.ts';
import { MONDAY, openTestProfile, removeFolder, temporaryFolder } from './testing.ts';

/** Being left out weighs more than the order of arrival, chosen days and what has been seen. */

const READY_MS = 30_000;

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => removeFolder(folder));

it.each([1, 2, 3])(
  'leaves out nothing that could have the time of what weighs less, step by step (%i)',
  async (seed) => {
    let now = Date.parse(MONDAY);
    const profile = await openTestProfile(folder, { clock: () => now });
    try {
      await profile.whenMlReady(READY_MS);
      const options = { profile, seed, tasks: 120, batches: 3 };
      const outcome = await simulateOverload({ ...options, pass: (minutes) => (now += minutes * 60_000) });
      expect(outcome.leftOut).toBeGreaterThan(10);
      expect(outcome.missed).toEqual([]);
    } finally {
      await profile.close();
    }
  },
);
