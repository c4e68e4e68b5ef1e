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

  it('keeps a project in sections and in the person’s own order, as a list and as a board', async () => {
    await page.getByRole('button', { name: 'New project' }).click();
    await page.getByRole('textbox', { name: 'Name of the project' }).fill('Boat');
    await page.getByRole('textbox', { name: 'Name of the project' }).press('Enter');
    expect(await visible(page.getByRole('heading', { name: 'Boat' }))).toBe(true);
    await page.getByRole('button', { name: 'Add section' }).click();
    await page.getByRole('textbox', { name: 'Name of the section' }).fill('Rigging');
    await page.getByRole('textbox', { name: 'Name of the section' }).press('Enter');
    expect(await says(page.getByRole('button', { name: /^Rigging/ }), 'No tasks')).toBe(true);
    const lines = ['Scrape the hull #Boat', 'Buy varnish #Boat', 'Ask for a mast #Boat/Rigging +Ana'];
    for (const line of lines) {
      await add(page, line);
      await listed(line.split(' #')[0]!).waitFor();
    }
    const inOrder = (wanted: string[]): Promise<boolean> =>
      until(async () => JSON.stringify(await titles()) === JSON.stringify(wanted));
    expect(await inOrder(['Scrape the hull', 'Buy varnish', 'Ask for a mast'])).toBe(true);

    await listed('Scrape the hull').focus();
    await page.keyboard.press('Alt+ArrowDown');
    expect(await inOrder(['Buy varnish', 'Scrape the hull', 'Ask for a mast'])).toBe(true);
    await listed('Ask for a mast').dragTo(listed('Buy varnish'), { targetPosition: { x: 20, y: 1 } });
    expect(await inOrder(['Ask for a mast', 'Buy varnish', 'Scrape the hull'])).toBe(true);
    await page.keyboard.press('Control+z');
    expect(await inOrder(['Buy varnish', 'Scrape the hull', 'Ask for a mast'])).toBe(true);

    await page.getByRole('button', { name: 'Board', exact: true }).click();
    const column = (name: string): Locator => page.getByRole('region', { name: new RegExp(`^${name}, `) });
    await column('No section').getByRole('button', { name: 'Buy varnish', exact: true }).focus();
    await page.keyboard.press('Alt+ArrowRight');
    expect(await says(column('Rigging'), 'Buy varnish')).toBe(true);
    await page.getByRole('button', { name: 'Month', exact: true }).click();
    expect(await visible(page.getByRole('heading', { name: 'November 2026' }))).toBe(true);

    await go(page, 'People');
    expect(await says(page.getByRole('region', { name: 'Ana' }), 'Ask for a mast')).toBe(true);
    expect(app.problems).toEqual([]);
  });

  it('sorts the inbox with single keys', async () => {
    await go(page, 'Today');
    for (const line of ['Learn to splice', 'Varnish the oars']) {
      await add(page, line);
      await rowOf(page, line).waitFor();
    }
    await go(page, 'Inbox');
    await page.getByRole('button', { name: 'Sort one by one' }).click();
    const card = page.getByRole('region', { name: 'Sort the inbox' });
    expect(await says(card, '1 of 2')).toBe(true);
    const first = (await card.getByRole('heading').textContent()) ?? '';
    await page.keyboard.press('1');
    expect(await says(card, 'priority 1')).toBe(true);
    await page.keyboard.press('m');
    await page.getByRole('textbox', { name: 'Project', exact: true }).fill('Boat');
    await page.getByRole('textbox', { name: 'Project', exact: true }).press('Enter');
    expect(await says(card, '2 of 2')).toBe(true);
    await page.keyboard.press('s');
    expect(await says(card, 'That was all: 2 tasks')).toBe(true);
    await page.getByRole('button', { name: 'Back to the inbox' }).click();
    await page.getByRole('link', { name: /^Boat/ }).click();
    await page.getByRole('button', { name: 'List', exact: true }).click();
    expect(await visible(listed(first))).toBe(true);
    expect(app.problems).toEqual([]);
  });

  it('links one task to another in its notes, and shows what a task blocks', async () => {
    await go(page, 'Tasks');
    await page.getByRole('button', { name: 'List', exact: true }).click();
    await listed('Scrape the hull').click();
    await page.getByRole('textbox', { name: 'Notes' }).pressSequentially('First see [[');
    await page.getByRole('textbox', { name: 'Link to a task' }).fill('varnish');
    await page
      .getByRole('list', { name: 'Tasks found' })
      .getByRole('button', { name: 'Buy varnish' })
      .click();
    await page.getByRole('textbox', { name: 'Notes' }).press('Escape');
    await page.getByRole('region', { name: 'Notes' }).getByRole('button', { name: 'Buy varnish' }).click();
    expect(await says(page.getByRole('region', { name: 'Linked from' }), 'Scrape the hull')).toBe(true);
    await page.getByRole('combobox', { name: 'Blocks another task' }).fill('Scrape');
    await page.getByRole('option', { name: 'Scrape the hull' }).click();
    await page.getByRole('button', { name: 'Remove Scrape the hull from what it blocks' }).waitFor();
    await page.getByRole('region', { name: 'Linked from' }).getByRole('button').click();
    expect(await visible(page.getByRole('button', { name: 'Remove Buy varnish from what blocks it' }))).toBe(
      true,
    );
    expect(app.problems).toEqual([]);
  });
});
