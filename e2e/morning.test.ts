import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { add, go, gone, rowOf, todayList, visible } from './journey.ts';
import { withApp } from './session.ts';
import type { Running } from './targets.ts';
import { until } from './until.ts';

/** The start of a day: yesterday in facts, and today chosen beside what one gets done. */

let app: Running;
let page: Page;
const session = withApp('host', { now: '2026-03-04T08:10' }, (started) => {
  app = started;
  page = started.page;
});

const morning = (): Locator => page.getByRole('region', { name: 'Start of the day' });
const choice = (): Locator => morning().getByRole('group', { name: 'Choose for today' });

describe('the start of the day', () => {
  it('says what yesterday was, and plans what is chosen', async () => {
    for (const line of ['Write the offer 1h today', 'Sort receipts 2h today', 'Water the plants 30m today']) {
      await add(page, line);
    }
    expect(await visible(rowOf(page, 'Water the plants'))).toBe(true);
    await todayList(page).getByRole('button', { name: 'Finish Water the plants' }).click();
    expect(await visible(page.getByRole('list', { name: 'Done today' }))).toBe(true);
    await session.restart({ now: '2026-03-05T08:20' });

    await morning().getByRole('button', { name: 'Review' }).click();
    await morning().getByRole('list', { name: 'Yesterday' }).getByText('1 task done').waitFor();
    expect(await visible(choice().getByText('2 of 2 · 3h of 8h 30m'))).toBe(true);
    await choice().getByLabel('Sort receipts').uncheck();
    await choice().getByText('1 of 2 · 1h of 8h 30m').waitFor();
    await choice().getByRole('button', { name: 'Accept plan' }).click();
    expect(await gone(morning())).toBe(true);
    expect(await gone(rowOf(page, 'Sort receipts'))).toBe(true);
    expect(await visible(rowOf(page, 'Write the offer'))).toBe(true);
    const tomorrow = page.getByRole('list', { name: 'Planned for tomorrow' });
    expect(await until(async () => (await tomorrow.getByText('Sort receipts').count()) > 0)).toBe(true);
    expect(app.problems).toEqual([]);
  });
  it('reminds on every view until it is answered, and not again after that', async () => {
    const reminders = (): Locator => page.getByRole('status', { name: 'Reminders' });
    await add(page, 'Call the plumber today 8:25 20m remind me 10 min before');
    const card = (): Locator => reminders().getByRole('listitem').filter({ hasText: 'Call the plumber' });
    expect(await visible(card().getByText('Begins at 8:25'))).toBe(true);
    await go(page, 'Tasks');
    expect(await visible(card())).toBe(true);
    await card().getByRole('button', { name: 'Remind again in 10 min' }).click();
    expect(await gone(card())).toBe(true);
    await session.restart({ now: '2026-03-05T09:00' });
    expect(await visible(card().getByText('Began at 8:25'))).toBe(true);
    await card().getByRole('button', { name: 'Dismiss Call the plumber' }).click();
    expect(await gone(card())).toBe(true);
    await page.reload();
    expect(await visible(rowOf(page, 'Call the plumber'))).toBe(true);
    expect(await card().count()).toBe(0);
    expect(app.problems).toEqual([]);
  });
});
