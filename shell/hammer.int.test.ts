import { expect, it, vi } from 'vitest';
import { seededRandom } from '../core/random.ts';
import { hammer } from './hammer.fixture.ts';
import { removeFolder, temporaryFolder } from './testing.ts';

vi.setConfig({ testTimeout: 300_000 });

it('twenty owners are killed: no answered task is lost or doubled, and everybody else goes on', async () => {
  const folder = temporaryFolder();
  const report = await hammer({ folder, kills: 20, random: seededRandom(5) });
  removeFolder(folder);
  expect(report).toMatchObject({ lost: [], doubled: [], stuck: [], owners: 0 });
  expect(report.kills).toBeGreaterThanOrEqual(20);
  expect(report.answered).toBeGreaterThan(20);
});
