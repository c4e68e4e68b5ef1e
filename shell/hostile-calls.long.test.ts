import { expect, it } from 'vitest';
import { attackProfile } from './hostile-calls.fixture.ts';
import { removeFolder, temporaryFolder } from './testing.ts';

it.each([1, 2, 3, 4])('takes the oddest inputs for every call of the contract (%i)', async (seed) => {
  const folder = temporaryFolder();
  try {
    expect(await attackProfile({ folder, runs: 40, seed })).toEqual([]);
  } finally {
    removeFolder(folder);
  }
});
