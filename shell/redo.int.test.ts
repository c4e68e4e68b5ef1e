import { expect, it } from 'vitest';
import type { PlanView } from '../core/domain/views.ts';
import { MONDAY, openTestProfile, removeFolder, temporaryFolder, typed } from './testing.ts';

const READY_MS = 30_000;
const SETTLE_MS = 120_000;

it('a list that is taken back and added again has the plan that it had, without a question', async () => {
  const folder = temporaryFolder();
  let now = Date.parse(MONDAY);
  const profile = await openTestProfile(folder, { clock: () => now });
  try {
    await profile.whenMlReady(READY_MS);
    const { client } = profile;
    /** The plan that stands once all is quiet, which the person then looks at. */
    const look = async (): Promise<PlanView> => {
      if (!(await profile.settle(SETTLE_MS))) throw new Error('planning did not come to rest');
      let plan = await client.planning.current();
      if (plan.proposal) plan = await client.planning.answer({ accept: true });
      await client.planning.seen({ revision: plan.revision });
      now += 60_000;
      return plan;
    };
    await typed(profile, 'Write report 60m p1 today');
    await look();
    const lines = Array.from(
      { length: 120 },
      (_, n) => `Thing number ${n}${n % 3 ? '' : ' 50m'} p${1 + (n % 4)}`,
    );
    for await (const _ of await client.tasks.addList({ text: lines.join('\n') })) void _;
    const before = await look();
    await client.tasks.undo();
    const empty = await client.planning.current();
    expect(empty.blocks.length).toBeLessThan(before.blocks.length);
    await client.planning.seen({ revision: empty.revision });
    await client.tasks.redo();
    await client.planning.seen({ revision: (await client.planning.current()).revision });

    expect(await profile.settle(SETTLE_MS)).toBe(true);
    const after = await client.planning.current();
    expect(after.proposal).toBeNull();
    const today = ({ blocks }: PlanView): string[] =>
      blocks
        .filter(({ start }) => start.startsWith('2027-05-03'))
        .map(({ title, start }) => `${start} ${title}`);
    expect(today(after)).toEqual(today(before));
    expect(after.unscheduled.length).toBe(before.unscheduled.length);
  } finally {
    await profile.close();
    removeFolder(folder);
  }
});
