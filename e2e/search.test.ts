import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { add, go, rowOf, visible } from './journey.ts';
import { withApp } from './session.ts';
import type { Running } from './targets.ts';
import { until } from './until.ts';

/** What the search field of the tasks understands: words of any script, priorities, projects and tags. */

let app: Running;
let page: Page;
withApp('host', { now: '2026-03-04T08:10' }, async (started) => {
  app = started;
  page = started.page;
  for (const line of [
    'Prepare slides 30m p1 #Work @deep',
    'Sort receipts 15m #Work',
    '会議室を予約 20m',
    'Bake a cake 🎂 40m @deep',
  ])
    await add(page, line);
  await rowOf(page, 'Sort receipts').waitFor();
  await go(page, 'Tasks');
});

const found = (): Locator => page.getByRole('list', { name: 'Found tasks' }).locator('[data-row-title]');

describe('the search field', () => {
  it.each([
    ['p1', ['Prepare slides']],
    ['#Work', ['Prepare slides', 'Sort receipts']],
    ['#wor p1', ['Prepare slides']],
    ['@deep', ['Bake a cake 🎂', 'Prepare slides']],
    ['@deep cake', ['Bake a cake 🎂']],
    ['予約', ['会議室を予約']],
    ['🎂', ['Bake a cake 🎂']],
  ])('finds by “%s” what it says, and nothing else', async (query, titles) => {
    await page.getByRole('searchbox', { name: 'Search all tasks' }).fill(query);
    let last: string[] = [];
    const right = await until(async () => {
      last = (await found().allTextContents()).toSorted();
      return JSON.stringify(last) === JSON.stringify(titles);
    });
    expect(right, `found ${last.join(', ')}`).toBe(true);
  });

  it('says so when nothing is like it, and gives the list back when it is empty', async () => {
    const field = page.getByRole('searchbox', { name: 'Search all tasks' });
    await field.fill('“zzyzx”');
    expect(await visible(page.getByText(/No matches for/))).toBe(true);
    await field.fill('');
    expect(await visible(page.getByRole('list', { name: 'Tasks', exact: true }))).toBe(true);
    expect(app.problems).toEqual([]);
  });
});
