import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlanView } from '../core/domain/views.ts';
import type { Profile } from './profile-types.ts';
import { openTestProfile, removeFolder, temporaryFolder, typed } from './testing.ts';

/** What was seen of today moves only with the person's word. */

const READY_MS = 30_000;
const SETTLE_MS = 60_000;

let folder: string;
let profile: Profile;
let now: number;
beforeEach(async () => {
  folder = temporaryFolder();
  // Monday, 3 May 2027, eight in the morning.
  now = Date.parse('2027-05-03T06:00:00Z');
  profile = await openTestProfile(folder, { clock: () => now });
  await profile.whenMlReady(READY_MS);
});
afterEach(async () => {
  await profile.close();
  removeFolder(folder);
});

const settled = async (): Promise<PlanView> => {
  expect(await profile.settle(SETTLE_MS)).toBe(true);
  return profile.client.planning.current();
};
const startOf = (plan: PlanView, title: string): string | undefined =>
  plan.blocks.find((block) => block.title === title)?.start;

/** No two blocks that are shown share a minute. */
function expectApart({ blocks }: PlanView): void {
  const inOrder = blocks.toSorted((a, b) => (a.start < b.start ? -1 : 1));
  for (const [i, block] of inOrder.slice(1).entries())
    expect(block.start >= inOrder[i]!.end, `${block.title} on ${inOrder[i]!.title}`).toBe(true);
}

/** Two tasks for today, planned, and looked at unless told otherwise. */
async function lookAtToday({ look = true } = {}): Promise<PlanView> {
  const { client } = profile;
  await typed(profile, 'Write the offer 30m today p1');
  await settled();
  await typed(profile, 'Sort the receipts 30m today');
  const plan = await settled();
  expect(startOf(plan, 'Write the offer')).toBe('2027-05-03T09:00');
  expect(startOf(plan, 'Sort the receipts')).toBe('2027-05-03T09:30');
  if (look) await client.planning.seen({ revision: plan.revision });
  now += 60_000;
  return plan;
}

const meeting = (start: string, end: string) => ({
  title: 'Visit',
  start: `2027-05-03T${start}`,
  end: `2027-05-03T${end}`,
});

describe('a plan that was seen', () => {
  it('stays on the screen until a proposal is taken, and comes back by one undo', async () => {
    const { client } = profile;
    const before = await lookAtToday();
    await client.events.create(meeting('09:00', '09:30'));
    const proposed = await settled();
    // It stands where it was seen, and says what lies over it.
    const under = (plan: PlanView): (string | null | undefined)[] => plan.blocks.map((block) => block.under);
    expect(under(before)).toEqual([null, null]);
    expect(under(proposed)).toEqual(['Visit', null]);
    expect(proposed.blocks.map(({ start }) => start)).toEqual(before.blocks.map(({ start }) => start));
    expect(proposed.revision).toBe(before.revision);
    expect(proposed.proposal?.moved).toContainEqual(
      expect.objectContaining({ from: '2027-05-03T09:00', to: '2027-05-03T10:00' }),
    );

    const taken = await client.planning.answer({ accept: true });
    expect(taken.proposal).toBeNull();
    expect(startOf(taken, 'Write the offer')).toBe('2027-05-03T10:00');
    expect(under(taken)).toEqual([null, null]);
    const back = await client.planning.undo();
    expect(back.blocks.map(({ start }) => start)).toEqual(before.blocks.map(({ start }) => start));
  });

  it('keeps its places when the proposal is declined, and plans the new task around them', async () => {
    const { client } = profile;
    const before = await lookAtToday();
    await typed(profile, 'Call the bank 30m today p1 by today 9:40');
    const proposed = await settled();
    // What was seen stands where it was; what was added has no room before the answer, and says where it would be.
    expect(proposed.proposal?.parked).toMatchObject([{ title: 'Call the bank', to: '2027-05-03T09:00' }]);
    expect(startOf(proposed, 'Call the bank')).toBeUndefined();
    expectApart(proposed);
    expect(proposed.proposal?.moved.length).toBeGreaterThan(0);
    expect(startOf(proposed, 'Write the offer')).toBe(startOf(before, 'Write the offer'));

    const declined = await client.planning.answer({ accept: false });
    expect(declined.proposal).toBeNull();
    for (const title of ['Write the offer', 'Sort the receipts']) {
      expect(startOf(declined, title)).toBe(startOf(before, title));
    }
    expect(startOf(declined, 'Call the bank')).toBe('2027-05-03T10:00');
    // It isn't asked again for the next change.
    await typed(profile, 'Order paper 15m today');
    expect((await settled()).proposal).toBeNull();
  });

  it('names all that would move today, what has begun by the clock too', async () => {
    const { client } = profile;
    await lookAtToday();
    now += 69 * 60_000;
    await typed(profile, 'Call the bank 30m today p1 by today 9:45');
    const proposed = await settled();
    const taken = await client.planning.answer({ accept: true });
    const moved = new Map(proposed.proposal?.moved.map(({ title, to }) => [title, to]));
    for (const { title, start } of proposed.blocks)
      expect(moved.get(title) ?? start).toBe(startOf(taken, title));
    expect(moved.get('Write the offer')).toBeDefined();
  });

  it('shows what the person moved at once, and asks only about the others', async () => {
    const { client } = profile;
    const before = await lookAtToday();
    const receipts = before.blocks.find(({ title }) => title === 'Sort the receipts')!;
    await client.tasks.pin({ id: receipts.taskId, start: '2027-05-03T09:00' });
    const proposed = await settled();
    expect(startOf(proposed, 'Sort the receipts')).toBe('2027-05-03T09:00');
    expect(proposed.proposal?.moved.map(({ from }) => from)).toEqual(['2027-05-03T09:00']);
    expectApart(proposed);

    // Whatever is added meanwhile finds a free place or waits: nothing is drawn twice in one time.
    for (const line of [
      'Order paper 15m today',
      'Call Ann 45m today p1',
      'Pay rent 20m',
      'Lunch with Jo at 9:10 30m',
    ]) {
      await typed(profile, line);
      const plan = await settled();
      expectApart(plan);
      const title = line.replace(/ (at|\d+m|today|p1).*$/, '');
      const named = [...plan.blocks, ...(plan.proposal?.parked ?? []), ...plan.unscheduled];
      expect(named.filter((one) => one.title === title)).toHaveLength(1);
    }
  });

  it('keeps a typed time on the screen when something is dropped on it, and says that they collide', async () => {
    const { client } = profile;
    await typed(profile, 'Lunch today at 9:30 30m');
    await typed(profile, 'Write the offer 30m today p1');
    await typed(profile, 'Sort the receipts 30m today');
    const before = await settled();
    expect(startOf(before, 'Lunch')).toBe('2027-05-03T09:30');
    await client.planning.seen({ revision: before.revision });
    now += 60_000;
    const offer = before.blocks.find(({ title }) => title === 'Write the offer')!;
    await client.tasks.pin({ id: offer.taskId, start: '2027-05-03T09:45' });
    const proposed = await settled();
    for (const plan of [proposed, await client.planning.answer({ accept: true })]) {
      expect(startOf(plan, 'Lunch')).toBe('2027-05-03T09:30');
      expect(startOf(plan, 'Write the offer')).toBe('2027-05-03T09:45');
      expect(plan.collisions?.map(({ why }) => why.key)).toEqual(['plan.collision.task']);
    }
  });

  it('moves without a word when no one looked, when the key was pressed, and when no one answered', async () => {
    const { client } = profile;
    await lookAtToday({ look: false });
    const visit = await client.events.create(meeting('09:00', '09:30'));
    const unseen = await settled();
    expect(unseen.proposal).toBeNull();
    expect(startOf(unseen, 'Write the offer')).toBe('2027-05-03T10:00');

    await client.planning.seen({ revision: unseen.revision });
    now += 60_000;
    await client.events.update({ id: visit.id, patch: { end: '2027-05-03T10:00' } });
    expect((await settled()).proposal).not.toBeNull();
    const asked = await client.planning.replan({});
    expect(asked.proposal).toBeNull();
    expect(startOf(asked, 'Sort the receipts')! >= '2027-05-03T10:00').toBe(true);

    await client.planning.seen({ revision: asked.revision });
    now += 60_000;
    await client.events.update({ id: visit.id, patch: { end: '2027-05-03T11:00' } });
    expect((await settled()).proposal).not.toBeNull();
    now += 5 * 60_000;
    await typed(profile, 'Order paper 15m');
    const taken = await settled();
    expect(taken.proposal).toBeNull();
    expect(startOf(taken, 'Write the offer')! >= '2027-05-03T11:00').toBe(true);
  });
});

describe('another day', () => {
  it('keeps the hour that was typed, whether picked or postponed, and counts only what goes later', async () => {
    const { client } = profile;
    const { id } = await typed({ client }, 'Dinner with Jo today 19:00', { picked: { date: '2027-05-04' } });
    expect(await client.tasks.get({ id })).toMatchObject({ date: '2027-05-04', start: '2027-05-04T19:00' });
    const before = await client.tasks.get({ id });
    await client.tasks.defer({ id, until: '2027-05-04' });
    expect(await client.tasks.get({ id })).toEqual(before);
    await client.tasks.defer({ id, until: '2027-05-05' });
    const after = await client.tasks.get({ id });
    expect(after).toMatchObject({ start: '2027-05-05T19:00', deferrals: 1 });
    const plan = await settled();
    expect(startOf(plan, 'Dinner with Jo')).toBe('2027-05-05T19:00');
  });
});
