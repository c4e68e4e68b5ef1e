import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { add, go, gone, rowOf, says, visible } from './journey.ts';
import { withApp } from './session.ts';
import type { Running } from './targets.ts';
import { until } from './until.ts';

/** Filtering, saving a filter, and changing several tasks at once, as a person does it. */

let app: Running;
let page: Page;
withApp('host', { now: '2026-11-26T09:10' }, async (started) => {
  app = started;
  page = started.page;
  const lines = [
    'Renew passport by Friday 1h p1 #Home',
    'Expense report by Friday 40m p1 #Work',
    'Mow 30m #Home',
  ];
  for (const line of lines) {
    await add(page, line);
    await rowOf(page, line.split(/ by | \d/)[0]!).waitFor();
  }
});

const listed = (title: string): Locator =>
  page.getByRole('list', { name: 'Tasks', exact: true }).getByRole('button', { name: title, exact: true });
const filter = (): Locator => page.getByRole('textbox', { name: 'Filter tasks' });
const titles = (): Promise<string[]> =>
  page.locator('[aria-label="Tasks"] [data-row-title]').allTextContents();
const shows = (wanted: string[]): Promise<boolean> =>
  until(async () => JSON.stringify((await titles()).toSorted()) === JSON.stringify(wanted.toSorted()));

describe('the Tasks view', () => {
  it('filters as one types, says what that means, and takes a suggestion with Tab', async () => {
    await go(page, 'Tasks');
    await page.keyboard.press('/');
    await filter().pressSequentially('p1 & !#Work & due this we');
    expect(await says(page.getByRole('status').filter({ hasText: 'not finished' }), 'this week')).toBe(true);
    expect(await visible(page.getByRole('button', { name: /^due this week 1/ }))).toBe(true);
    await filter().press('Tab');
    expect(await visible(page.getByText('priority 1, not in Work, due Mon 23 Nov – Sun 29 Nov'))).toBe(true);
    expect(await shows(['Renew passport'])).toBe(true);
  });

  it('keeps a filter in the sidebar under a name', async () => {
    await page.getByRole('button', { name: 'Save filter' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('P1 outside work');
    await page.getByRole('textbox', { name: 'Name' }).press('Enter');
    const place = page.getByRole('link', { name: /^P1 outside work/ });
    expect(await says(place, '1')).toBe(true);
    await go(page, 'Tasks');
    expect(await shows(['Renew passport', 'Expense report', 'Mow'])).toBe(true);
    await place.click();
    expect(await shows(['Renew passport'])).toBe(true);
    await page.reload();
    expect(await shows(['Renew passport'])).toBe(true);
  });

  it('moves several tasks to a project by keys, and takes that back as one step', async () => {
    await go(page, 'Tasks');
    expect(await shows(['Renew passport', 'Expense report', 'Mow'])).toBe(true);
    await listed('Renew passport').click({ modifiers: ['Control'] });
    await listed('Mow').click({ modifiers: ['Control'] });
    expect(await visible(page.getByRole('toolbar', { name: '2 tasks selected' }))).toBe(true);
    await page.keyboard.press('m');
    await page.getByRole('textbox', { name: 'Project', exact: true }).fill('Cabin');
    await page.getByRole('textbox', { name: 'Project', exact: true }).press('Enter');
    expect(await visible(page.getByRole('alert').filter({ hasText: 'Moved 2 tasks' }))).toBe(true);
    expect(await says(page.getByRole('link', { name: /^Cabin/ }), '2')).toBe(true);
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
    expect(await gone(page.getByRole('link', { name: /^Cabin/ }))).toBe(true);
    expect(app.problems).toEqual([]);
  });
});
