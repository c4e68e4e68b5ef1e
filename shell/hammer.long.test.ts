import { expect, it } from 'vitest';
import { seededRandom } from '../core/random.ts';
import { hammer } from './hammer.fixture.ts';
import { removeFolder, temporaryFolder } from './testing.ts';

it('a thousand owners are killed: no answered task is lost or doubled, and every next start opens', async () => {
  const folder = temporaryFolder();
  const report = await hammer({ folder, kills: 1_000, random: seededRandom(17) });
  removeFolder(folder);
  process.stderr.write(`${JSON.stringify(report)}\n`);
  expect(report).toMatchObject({ lost: [], doubled: [], stuck: [], owners: 0 });
  expect(report.kills).toBeGreaterThanOrEqual(1_000);
});
