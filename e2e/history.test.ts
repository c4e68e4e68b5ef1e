import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { add, gone, rowOf, visible } from './journey.ts';
import { withApp } from './session.ts';
import type { Running } from './targets.ts';

/** The list of what was done, as a way back and forth. */

let app: Running;
let page: Page;
withApp('host', { now: '2026-03-04T08:10' }, (started) => {
  app = started;
  page = started.page;
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
