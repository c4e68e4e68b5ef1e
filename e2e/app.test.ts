import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './browser.ts';
import {
  add,
  blockOf,
  capture,
  drag,
  focusRow,
  go,
  gone,
  highlights,
  holds,
  onRow,
  paste,
  rowOf,
  says,
  skipFirstRun,
  timeline,
  type,
  understood,
  visible,
} from './journey.ts';
import { runCli, start, targets, type Running } from './targets.ts';
import { until } from './until.ts';

/**
 * One story, told by a person at the page, on every way the built app runs. The steps build on each other, as a
 * day does.
 */

/** A Wednesday morning within working hours. */
const NOW = '2026-03-04T09:10';
const SLIDES = 'Prepare slides for Monday standup';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each(targets())('the app in %s', (target) => {
  let app: Running;
  beforeAll(async () => {
    app = await start(target, browser, { now: NOW });
  });
  afterAll(() => app?.dispose());

  it('lets the first run be skipped', async () => {
    await skipFirstRun(app.page);
    expect(await capture(app.page).isEditable()).toBe(true);
  });

  it('shows while typing what it understands', async () => {
    await type(app.page, `${SLIDES} 45m p1 #Work @deep`);
    const words = ['45m', 'p1', '#Work', '@deep'];
    expect(await until(async () => (await highlights(app.page)).join(' ') === words.join(' '))).toBe(true);
    expect(
      await until(async () => (await understood(app.page).textContent())?.includes('deep') ?? false),
    ).toBe(true);
    const chips = await understood(app.page).textContent();
    for (const chip of ['45 min', 'P1', 'Work', 'deep']) expect(chips).toContain(chip);
  });

  it('makes the task, with its length, its block and the reason for it', async () => {
    await capture(app.page).press('Enter');
    expect(await visible(rowOf(app.page, SLIDES))).toBe(true);
    expect(await says(rowOf(app.page, SLIDES), '45 min')).toBe(true);
    expect(await says(rowOf(app.page, SLIDES), 'Work')).toBe(true);
    expect(await visible(blockOf(app.page, SLIDES))).toBe(true);
    await onRow(app.page, SLIDES, 'Why now?');
    const note = app.page.getByRole('note', { name: 'Why now' });
    expect(await until(async () => /Here because .{5,}/.test((await note.textContent()) ?? ''))).toBe(true);
    expect(await holds(capture(app.page), '')).toBe(true);
  });

  it('guesses a length that was not given, and marks it as a guess', async () => {
    await add(app.page, 'Call the plumber about the sink');
    const row = rowOf(app.page, 'Call the plumber about the sink');
    expect(await visible(row.getByTitle('guessed'), 20_000)).toBe(true);
    expect(await says(row.getByTitle('guessed'), /\d+ ?(min|h)/)).toBe(true);
  });

  it('turns a recognised word back into plain text on a click', async () => {
    await type(app.page, 'Write the report 45m');
    expect(await until(async () => (await highlights(app.page)).includes('45m'))).toBe(true);
    const word = await app.page.locator('[data-token]').first().boundingBox();
    await app.page.mouse.click(
      (word?.x ?? 0) + (word?.width ?? 0) / 2,
      (word?.y ?? 0) + (word?.height ?? 0) / 2,
    );
    expect(await gone(understood(app.page).getByRole('button', { name: /^45 min, change/ }))).toBe(true);
    await capture(app.page).press('Enter');
    expect(await visible(rowOf(app.page, 'Write the report 45m'))).toBe(true);
  });

  it('takes the last addition back', async () => {
    await app.page.getByRole('alert').getByRole('button', { name: 'Undo' }).last().click();
    expect(await gone(rowOf(app.page, 'Write the report 45m'))).toBe(true);
    expect(await visible(rowOf(app.page, SLIDES))).toBe(true);
  });

  it('makes a task of each pasted line', async () => {
    await capture(app.page).click();
    await paste(capture(app.page), 'Buy milk 10m\nWrite minutes 20m\n\nBook the train 15m\n');
    const dialog = app.page.getByRole('dialog', { name: 'Add these tasks?' });
    expect(await visible(dialog)).toBe(true);
    await dialog.getByRole('button', { name: 'Add 3 tasks' }).click();
    for (const title of ['Buy milk', 'Write minutes', 'Book the train']) {
      expect(await visible(rowOf(app.page, title))).toBe(true);
    }
  });

  it('pins a task that is dragged onto a time', async () => {
    const slots = await timeline(app.page).boundingBox();
    const label = await timeline(app.page).getByText('14:00', { exact: true }).first().boundingBox();
    if (!slots || !label) throw new Error('there is no timeline');
    await drag(app.page, rowOf(app.page, 'Write minutes'), {
      x: slots.x + slots.width * 0.6,
      y: label.y + label.height / 2,
    });
    expect(await visible(rowOf(app.page, 'Write minutes').getByText('pinned'))).toBe(true);
    expect(await says(rowOf(app.page, 'Write minutes'), /1[34]:\d\d –/)).toBe(true);
  });

  it('starts, finishes and puts off', async () => {
    await onRow(app.page, SLIDES, 'Start');
    const running = app.page.getByRole('region', { name: 'Running now' });
    expect(await visible(running.getByText(SLIDES))).toBe(true);
    await running.getByRole('button', { name: 'Finish' }).click();
    expect(await gone(running)).toBe(true);
    await onRow(app.page, 'Buy milk', 'Tomorrow');
    expect(await gone(rowOf(app.page, 'Buy milk'))).toBe(true);
    await go(app.page, 'Done');
    expect(await visible(app.page.getByRole('button', { name: `Reopen ${SLIDES}` }))).toBe(true);
  });

  it('finds by words', async () => {
    await go(app.page, 'Tasks');
    await app.page.getByRole('searchbox', { name: 'Search all tasks' }).fill('plumber');
    const found = app.page.getByRole('list', { name: 'Found tasks' });
    expect(await visible(found.getByText('Call the plumber about the sink'))).toBe(true);
    await app.page.getByRole('searchbox', { name: 'Search all tasks' }).fill('');
  });

  it('changes its theme', async () => {
    await go(app.page, 'Settings');
    await app.page.getByText('Dark', { exact: true }).click();
    const scheme = () => app.page.locator('html').getAttribute('data-mantine-color-scheme');
    expect(await until(async () => (await scheme()) === 'dark')).toBe(true);
  });

  it('shows at once what the command line adds', async () => {
    await go(app.page, 'Today');
    const answer = runCli(['add', 'Water the plants 10m', '--data-dir', app.dataDir], NOW);
    expect(await visible(rowOf(app.page, 'Water the plants'), 5_000)).toBe(true);
    const { code, stdout, stderr } = await answer;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ title: 'Water the plants', durationMin: 10 });
  });

  it('can be used with the keyboard alone', async () => {
    const { page } = app;
    await page.keyboard.press('Escape');
    await page.locator('body').press('n');
    await page.keyboard.type('Sharpen pencils 5m p1');
    await page.keyboard.press('Enter');
    expect(await visible(rowOf(page, 'Sharpen pencils'))).toBe(true);
    await page.keyboard.press('Escape');
    expect(await focusRow(page, 'Sharpen pencils')).toBe(true);
    await page.keyboard.press('s');
    const running = page.getByRole('region', { name: 'Running now' });
    expect(await visible(running.getByText('Sharpen pencils'))).toBe(true);
    await page.keyboard.press('f');
    expect(await gone(running)).toBe(true);
  });

  it('shows text of any script as it was typed', async () => {
    const odd = 'שלום 👩‍🚀 <b>not bold</b> & "quoted" עולם';
    await add(app.page, odd);
    expect(await visible(app.page.getByRole('button', { name: odd, exact: true }))).toBe(true);
  });

  it('takes a line of ten thousand characters and stays quick', async () => {
    const long = `${'lorem ipsum #Work 5m '.repeat(600).slice(0, 9_980)} endoftext`;
    await capture(app.page).fill(long);
    await capture(app.page).press('Enter');
    expect(await until(async () => (await capture(app.page).inputValue()) === '')).toBe(true);
    await add(app.page, 'Still here 5m');
    expect(await visible(rowOf(app.page, 'Still here'))).toBe(true);
    const { stdout } = await runCli(['list', '--data-dir', app.dataDir], NOW);
    const { tasks } = JSON.parse(stdout) as { tasks: { title: string }[] };
    expect(tasks.filter(({ title }) => title.includes('endoftext'))).toHaveLength(1);
  });

  it('broke no policy and wrote no error', () => {
    expect(app.problems).toEqual([]);
    expect(app.fakeElectron?.refused ?? []).toEqual([]);
  });

  it('is as it was after a restart', async () => {
    expect(await app.quit()).toBe(0);
    const again = await start(target, browser, { now: NOW, dataDir: app.dataDir });
    try {
      expect(await visible(rowOf(again.page, 'Water the plants'))).toBe(true);
      expect(await again.page.getByRole('button', { name: 'Skip' }).count()).toBe(0);
      expect(await says(rowOf(again.page, 'Write minutes'), 'pinned')).toBe(true);
      expect(again.problems).toEqual([]);
    } finally {
      await again.quit();
    }
  });
});
