import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './browser.ts';
import { add, gone, rowOf, skipFirstRun, todayList, visible } from './journey.ts';
import { start, type Running } from './targets.ts';
import { until } from './until.ts';

/** The start of a day: yesterday in facts, and today chosen beside what one gets done. */

let browser: Browser;
let app: Running;
let page: Page;
beforeAll(async () => {
  browser = await openBrowser();
  app = await start('host', browser, { now: '2026-03-04T08:10' });
  page = app.page;
  await skipFirstRun(page);
});
afterAll(async () => {
  await app.dispose();
  await browser.close();
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
    await app.quit();
    app = await start('host', browser, { now: '2026-03-05T08:20', dataDir: app.dataDir });
    page = app.page;

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
});
