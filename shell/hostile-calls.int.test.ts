import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { attackProfile } from './hostile-calls.fixture.ts';
import { removeFolder, temporaryFolder } from './testing.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => removeFolder(folder));

it('answers or refuses in our own words whatever is asked of any call, and all can still be read', async () => {
  expect(await attackProfile({ folder, runs: 3, seed: 11 })).toEqual([]);
  expect(existsSync(join(process.cwd(), 'relative.ics'))).toBe(false);
}, 600_000);
