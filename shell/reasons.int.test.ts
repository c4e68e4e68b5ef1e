import { expect, it } from 'vitest';
import { say } from '../core/messages/index.ts';
import { MONDAY, openTestProfile, removeFolder, temporaryFolder, typed } from './testing.ts';

it('says why a block stands where it is shown, also while a proposal waits', async () => {
  const folder = temporaryFolder();
  let now = Date.parse(MONDAY);
  const profile = await openTestProfile(folder, { clock: () => now });
  const { client } = profile;
  try {
    await profile.whenMlReady(30_000);
    await typed(profile, 'Write the report 3h p1 today');
    const call = await typed(profile, 'Call Ada 60m');
    expect(await profile.settle(60_000)).toBe(true);
    const before = await client.planning.current();
    const report = before.blocks.find(({ title }) => title === 'Write the report')!;
    await client.planning.seen({ revision: before.revision });

    now += 60_000;
    await client.tasks.pin({ id: call.id, start: report.start });
    expect(await profile.settle(60_000)).toBe(true);
    const { proposal, blocks } = await client.planning.current();
    expect(proposal?.moved.map(({ title }) => title)).toContain('Write the report');
    expect(blocks.find(({ taskId }) => taskId === call.id)?.start).toBe(report.start);
    const { reasons } = await client.planning.reasons({ taskId: call.id });
    expect(reasons.flatMap(({ whyHere }) => whyHere.map(say))).toEqual(['You pinned it here.']);
  } finally {
    await profile.close();
    removeFolder(folder);
  }
});
