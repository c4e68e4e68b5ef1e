import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Profile, AppClient } from './profile.ts';
import { MONDAY, openTestProfile, removeFolder, temporaryFolder } from './testing.ts';

/** Deadlines, plans and deferrals of a profile reach those who predict whether a task is done in time or put off. */

const READY_MS = 60_000;
const SETTLE_MS = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('chances of a profile', () => {
  const folder = temporaryFolder();
  let now = Date.parse(MONDAY);
  let profile: Profile;
  let client: AppClient;

  async function open(): Promise<void> {
    profile = await openTestProfile(folder, { clock: () => now });
    client = profile.client;
    await profile.whenMlReady(READY_MS);
    await client.preferences.update({ autoReplan: false });
  }
  beforeAll(open);
  afterAll(async () => {
    await profile.close();
    removeFolder(folder);
  });

  const day = (ahead: number): string => new Date(now + ahead * DAY).toISOString().slice(0, 10);

  /** A task for tomorrow that is due in two days. */
  async function write(text: string): Promise<string> {
    const { id } = await client.tasks.create({ text });
    await client.tasks.update({ id, patch: { date: day(1), deadline: day(2) } });
    await profile.settle(SETTLE_MS);
    return id;
  }

  async function said(id: string, target: string) {
    const { predictions } = await client.predictions.ofTask({ id });
    return predictions.find((one) => one.target === target);
  }

  async function known(target: string): Promise<number> {
    const { learners } = await client.learning.overview();
    return learners.find((one) => one.target === target)!.known;
  }

  it('are told apart: reports slip past their deadline, mails do not', async () => {
    for (let i = 0; i < 10; i++) {
      const [mail, report] = [
        await write(`Answer mail ${i} #Post`),
        await write(`Write report ${i} #Papers`),
      ];
      now += DAY;
      await client.tasks.finish({ id: mail });
      await client.tasks.defer({ id: report, until: day(3) });
      now += 3 * DAY;
      await client.tasks.finish({ id: report });
      await profile.settle(SETTLE_MS);
    }
    expect([await known('onTime'), await known('procrastination')]).toEqual([20, 20]);
    const [mail, report] = [await write('Answer mail 99 #Post'), await write('Write report 99 #Papers')];
    const [inTime, late] = [await said(mail, 'onTime'), await said(report, 'onTime')];
    expect(inTime!.value).toBeGreaterThan(late!.value + 0.3);
    const [steady, putOff] = [await said(mail, 'procrastination'), await said(report, 'procrastination')];
    expect(putOff!.value).toBeGreaterThan(steady!.value + 0.3);
    expect(putOff!.reasons.length).toBeGreaterThan(0);
  });

  it('say nothing of deadlines where there is none, and begin to when there is one', async () => {
    const { id } = await client.tasks.create({ text: 'Read the novel' });
    await profile.settle(SETTLE_MS);
    expect(await said(id, 'onTime')).toBeUndefined();
    expect(await said(id, 'procrastination')).toBeDefined();
    await client.tasks.update({ id, patch: { deadline: day(5) } });
    await profile.settle(SETTLE_MS);
    expect(await said(id, 'onTime')).toMatchObject({ outcome: null });
  });

  it('count a task as late when its deadline is over, once, though it is finished after another start', async () => {
    const id = await write('Write report 100 #Papers');
    const before = await known('onTime');
    now += 5 * DAY;
    for (let starts = 0; starts < 2; starts++) {
      await profile.close();
      await open();
      await client.learning.overview();
      await profile.settle(SETTLE_MS);
      expect(await said(id, 'onTime')).toMatchObject({ outcome: 0 });
    }
    const late = await known('onTime');
    expect(late).toBeGreaterThan(before);
    await client.tasks.finish({ id });
    await profile.settle(SETTLE_MS);
    expect(await known('onTime')).toBe(late);
  });
});
