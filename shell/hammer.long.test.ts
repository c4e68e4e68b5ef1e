import { afterAll, beforeAll, expect, it } from 'vitest';
import { seededRandom } from '../core/random.ts';
import { hammer } from './hammer.fixture.ts';
import { removeFolder, temporaryFolder } from './testing.ts';

/** A thousand kills, looked at after each hundred; on two quiet cores all of them take eleven minutes. */

let folder: string;
const random = seededRandom(17);
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => removeFolder(folder));

it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])(
  'hundred owners are killed, time %d: no answered task is lost or doubled, and every next start opens',
  async (round) => {
    const report = await hammer({ folder, kills: 100, random, round });
    process.stderr.write(`${JSON.stringify(report)}\n`);
    expect(report).toMatchObject({ lost: [], doubled: [], stuck: [], owners: 0 });
    expect(report.kills).toBeGreaterThanOrEqual(100);
  },
);
