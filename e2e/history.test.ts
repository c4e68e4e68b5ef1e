import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './browser.ts';
import { add, gone, rowOf, skipFirstRun, visible } from './journey.ts';
import { start, type Running } from './targets.ts';

/** The list of what was done, as a way back and forth. */

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

const step = (words: string): Locator =>
  page.getByRole('list', { name: 'Steps' }).getByRole('button', { name: new RegExp(`^${words}`) });

describe('the history', () => {
  it('goes back to a point by one press, and forward again', async () => {
    for (const title of ['Write the offer', 'Sort receipts', 'Call Julia']) {
      await add(page, `${title} 30m`);
      expect(await visible(rowOf(page, title))).toBe(true);
    }
    await page.keyboard.press('Escape');
    await page.locator('body').press('h');
    await step('Added “Write the offer”').click();
    expect(await gone(rowOf(page, 'Call Julia'))).toBe(true);
    expect(await gone(rowOf(page, 'Sort receipts'))).toBe(true);
    expect(await rowOf(page, 'Write the offer').count()).toBe(1);
    await page.locator('[aria-current="step"]').getByText('Added “Write the offer”').waitFor();

    await step('Added “Sort receipts”').click();
    expect(await visible(rowOf(page, 'Sort receipts'))).toBe(true);
    expect(await rowOf(page, 'Call Julia').count()).toBe(0);

    await step('Before all of this').click();
    expect(await gone(rowOf(page, 'Write the offer'))).toBe(true);
    await step('Added “Call Julia”').click();
    expect(await visible(rowOf(page, 'Call Julia'))).toBe(true);
    expect(app.problems).toEqual([]);
  });
});
