import { expect, it } from 'vitest';
import { simulateOverload } from './overload.fixture.ts';
import { MONDAY, openTestProfile, removeFolder, temporaryFolder } from './testing.ts';

const READY_MS = 30_000;

it.each(Array.from({ length: 8 }, (_, seed) => 100 + seed))(
  'leaves out nothing that could have the time of what weighs less, in a list of hundreds (%i)',
  async (seed) => {
    const folder = temporaryFolder();
    let now = Date.parse(MONDAY);
    const profile = await openTestProfile(folder, { clock: () => now });
    try {
      await profile.whenMlReady(READY_MS);
      const options = { profile, seed, tasks: 300, batches: 5 };
      const outcome = await simulateOverload({ ...options, pass: (minutes) => (now += minutes * 60_000) });
      expect(outcome.leftOut).toBeGreaterThan(50);
      expect(outcome.missed).toEqual([]);
    } finally {
      await profile.close();
      removeFolder(folder);
    }
  },
);
