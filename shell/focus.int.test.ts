import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultFocusGoal } from '../core/focus-goal.ts';
import type { PlanView } from '../core/domain/views.ts';
import type { Profile } from './profile-types.ts';
import { openTestProfile, removeFolder, temporaryFolder, typed } from './testing.ts';

/** Time kept for focus, from the setting to the plan. */

let folder: string;
let profile: Profile;
beforeEach(async () => {
  folder = temporaryFolder();
  profile = await openTestProfile(folder, { clock: () => Date.parse('2027-05-03T06:00:00Z') });
  await profile.whenMlReady(30_000);
});
afterEach(async () => {
  await profile.close();
  removeFolder(folder);
});

const settled = async (): Promise<PlanView> => {
  expect(await profile.settle(60_000)).toBe(true);
  return profile.client.planning.current();
};
const starts = (plan: PlanView): string[] => plan.focus?.kept.map(({ start }) => start) ?? [];
const morning = Array.from({ length: 24 }, (_, hour) => (hour === 10 || hour === 11 ? 1 : 0.3));

describe('focus time', () => {
  it('is off until it is wanted; then it stays where it is until a meeting lands on it', async () => {
    const { client } = profile;
    await client.preferences.update({ energyByHour: morning, horizonDays: 7 });
    await typed({ client }, 'Write the offer 60m');
    expect((await settled()).focus).toEqual({ kept: [], short: [] });

    await client.preferences.update({ focusTime: defaultFocusGoal });
    const first = await settled();
    expect(starts(first)).toEqual(['2027-05-03T10:00', '2027-05-04T10:00', '2027-05-05T10:00']);
    expect(first.focus?.kept[0]?.why).toEqual({
      key: 'plan.focus.kept',
      params: { strong: true, quiet: false },
    });
    await typed({ client }, 'Sort the receipts 30m');
    expect(starts(await settled())).toEqual(starts(first));

    await client.events.create({ title: 'Visit', start: '2027-05-04T11:00', end: '2027-05-04T12:00' });
    // Another day's strongest hours are worth more than the rest of this one's.
    expect(starts(await settled())).toEqual(['2027-05-03T10:00', '2027-05-05T10:00', '2027-05-06T10:00']);
    await client.preferences.update({ focusTime: null });
    expect(starts(await settled())).toEqual([]);
  });

  it('draws demanding work in and keeps easy work out', async () => {
    const { client } = profile;
    await client.preferences.update({ focusTime: { ...defaultFocusGoal, from: '13:00', to: '14:30' } });
    await typed({ client }, 'Design the search index 90m today', { picked: { energy: 'high' } });
    await typed({ client }, 'Clear the inbox 60m today', { picked: { energy: 'low' } });
    const plan = await settled();
    const at = (title: string): string => plan.blocks.find((block) => block.title === title)?.start ?? '';
    expect(starts(plan)[0]).toBe('2027-05-03T13:00');
    expect(at('Design the search index')).toBe('2027-05-03T13:00');
    const inbox = at('Clear the inbox');
    expect(inbox < '2027-05-03T12:30' || inbox >= '2027-05-03T14:30').toBe(true);
  });

  it('goes where the person puts it, and not where it can’t be', async () => {
    const { client } = profile;
    await client.events.create({ title: 'Visit', start: '2027-05-03T15:00', end: '2027-05-03T16:00' });
    await typed({ client }, 'Write the offer 60m');
    await client.preferences.update({ focusTime: defaultFocusGoal });
    const [from] = starts(await settled());
    const span = (start: string, end: string) => ({ start: `2027-05-03T${start}`, end: `2027-05-03T${end}` });
    const moved = client.planning.moveFocus;
    await expect(moved({ from: '2027-05-03T03:00', to: null })).rejects.toMatchObject({ code: 'notFound' });
    for (const to of [span('16:00', '15:00'), span('15:30', '16:30')]) {
      await expect(moved({ from: from!, to })).rejects.toMatchObject({ code: 'invalidInput' });
    }
    expect(starts(await settled())[0]).toBe(from);

    await moved({ from: from!, to: span('16:00', '17:30') });
    expect((await settled()).focus?.kept[0]).toMatchObject({ ...span('16:00', '17:30'), byHand: true });
    const before = starts(await settled()).length;
    await moved({ from: '2027-05-03T16:00', to: null });
    expect(starts(await settled())).toHaveLength(before - 1);
    await moved({ from: null, to: span('09:00', '10:00') });
    expect(starts(await settled())[0]).toBe('2027-05-03T09:00');
  });
});
