import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { add, gone, holds, rowOf, says, visible } from './journey.ts';
import { withApp } from './session.ts';
import { runCli, type Running } from './targets.ts';
import { until } from './until.ts';

/** What is typed into the details of a task stays, however they are left. */

const NOW = '2026-03-04T09:10';
const TITLE = 'Plan the garden';

describe('the details of a task', () => {
  let app: Running;
  let page: Page;
  withApp('host', { now: NOW }, async (started) => {
    app = started;
    page = started.page;
    await add(page, `${TITLE} 30m`);
    await rowOf(page, TITLE).waitFor();
  });

  const panel = () => page.getByRole('dialog', { name: 'Task details' });
  const open = async (title: string): Promise<void> => {
    await rowOf(page, title).getByRole('button', { name: title, exact: true }).click();
    await panel().getByLabel('Notes', { exact: true }).waitFor();
  };

  it('keeps notes when Esc leaves the field, and when it closes the panel', async () => {
    await open(TITLE);
    await panel().getByLabel('Notes').fill('Ask Ines for seeds');
    await page.keyboard.press('Escape');
    expect(await panel().isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await panel().waitFor({ state: 'detached' });
    await open(TITLE);
    expect(await says(panel().getByRole('region', { name: 'Notes' }), 'Ask Ines for seeds')).toBe(true);
  });

  it('keeps what was typed when the page is loaded again', async () => {
    await panel().getByRole('button', { name: 'Edit the notes' }).click();
    await panel().getByRole('textbox', { name: 'Notes' }).fill('Ask Ines for **seeds** and pots');
    await panel().getByLabel('Title').fill('Plan the small garden');
    const stored = async (): Promise<boolean> => {
      const { stdout } = await runCli(['list', '--data-dir', app.dataDir], NOW);
      return stdout.includes('Plan the small garden');
    };
    expect(await until(stored)).toBe(true);
    await page.reload();
    await open('Plan the small garden');
    const notes = panel().getByRole('region', { name: 'Notes' });
    expect(await says(notes, 'Ask Ines for seeds and pots')).toBe(true);
    expect(await notes.locator('strong').textContent()).toBe('seeds');
  });

  it.each([
    ['2h 30', '150 min|2 h 30|2h 30m'],
    ['90', '90 min|1 h 30|1h 30m'],
    ['half an hour', '30 min|30m'],
    ['1h15', '75 min|1 h 15|1h 15m'],
  ])('reads the length “%s” as quick add does', async (typed, shown) => {
    const length = panel().getByLabel('Length', { exact: true });
    await length.fill(typed);
    await length.press('Tab');
    expect(await until(async () => shown.split('|').includes(await length.inputValue()))).toBe(true);
  });

  it('keeps what is no length in the field and says so', async () => {
    const length = panel().getByLabel('Length', { exact: true });
    await length.fill('soon');
    await length.press('Tab');
    expect(await visible(panel().getByRole('alert'))).toBe(true);
    expect(await holds(length, 'soon')).toBe(true);
    await length.fill('45');
    await length.press('Tab');
    expect(await until(async () => (await panel().getByRole('alert').count()) === 0)).toBe(true);
  });

  it('reads times of day as quick add does', async () => {
    await panel().getByLabel('Day to do it', { exact: true }).fill('2026-03-06');
    await panel().getByLabel('Starts at, day').fill('2026-03-06');
    const time = panel().getByLabel('Starts at, time');
    await time.fill('half past three');
    await time.press('Tab');
    expect(await until(async () => (await time.inputValue()) === '15:30')).toBe(true);
  });

  it('stands beside the list and the day on which the task is planned, and goes by the locale', async () => {
    await page.keyboard.press('Escape');
    await panel().waitFor({ state: 'detached' });
    await add(page, 'Book the train 20m friday');
    await page.getByRole('button', { name: 'Book the train', exact: true }).last().click();
    await panel()
      .getByText(/^Planned Friday \d+:\d\d – \d+:\d\d$/)
      .waitFor();
    await page.getByRole('complementary', { name: 'Timeline of Friday 6 March' }).waitFor();
    // Nothing of either lies under it.
    const boxes = await Promise.all(
      [panel(), page.getByRole('main'), page.getByRole('complementary')].map((what) => what.boundingBox()),
    );
    const [left, middle, right] = boxes.toSorted((a, b) => a!.x - b!.x);
    expect(left!.x + left!.width).toBeLessThanOrEqual(middle!.x);
    expect(middle!.x + middle!.width).toBeLessThanOrEqual(right!.x);
    await panel().getByText('Fri, Mar 6', { exact: true }).first().waitFor();
    await panel().getByRole('region', { name: 'Why now?' }).getByRole('button', { name: 'More' }).click();
    await panel().getByRole('region', { name: 'Why now?' }).getByRole('listitem').first().waitFor();
  });

  it('keys act on the row that holds the focus, not on the task whose details are open', async () => {
    const row = page.getByRole('main').getByRole('button', { name: 'Plan the small garden', exact: true });
    await row.first().focus();
    await page.keyboard.press('x');
    await page.getByText('Won’t do: “Plan the small garden”').waitFor();
    expect(await panel().getByLabel('Title').inputValue()).toBe('Book the train');
  });

  it('takes subtasks with a time of their own, steps to tick, and time that no timer saw', async () => {
    await page.keyboard.press('Escape');
    await add(page, 'Repair the fence 30m');
    await rowOf(page, 'Repair the fence').waitFor();
    await open('Repair the fence');
    await panel().getByRole('textbox', { name: 'Add a subtask' }).fill('Measure the beds 15m');
    await panel().getByRole('textbox', { name: 'Add a subtask' }).press('Enter');
    const parts = panel().getByRole('region', { name: 'Subtasks' });
    expect(await says(parts.getByRole('listitem'), 'Measure the beds15 min')).toBe(true);
    await panel().getByRole('textbox', { name: 'Add a step' }).fill('Find the tape');
    await panel().getByRole('textbox', { name: 'Add a step' }).press('Enter');
    await panel().getByRole('checkbox', { name: 'Find the tape' }).check();
    expect(await says(panel().getByRole('region', { name: 'Checklist' }), '1/1')).toBe(true);
    const tracked = panel().getByRole('region', { name: 'Tracked time' });
    await tracked.getByRole('button', { name: 'Add' }).click();
    await tracked.getByLabel('New: started at').fill('7:00');
    await tracked.getByLabel('New: ended at').fill('7:25');
    await tracked.getByLabel('New: ended at').press('Enter');
    expect(await says(tracked, '25 min')).toBe(true);
    await tracked.getByLabel('Ended at', { exact: true }).fill('7:40');
    await tracked.getByLabel('Ended at', { exact: true }).press('Enter');
    expect(await says(tracked, '40 min')).toBe(true);
    await tracked.getByRole('button', { name: /^Remove the tracked time/ }).click();
    expect(await gone(tracked.getByRole('listitem'))).toBe(true);
    expect(app.problems).toEqual([]);
  });

  it('keeps a line for a new task that was half typed when the page is loaded again', async () => {
    const line = page.getByRole('textbox', { name: 'Add a task', exact: false });
    await line.click();
    await line.pressSequentially('Ask the neighbours about');
    await page.reload();
    await line.waitFor();
    expect(await until(async () => (await line.inputValue()) === 'Ask the neighbours about')).toBe(true);
    const kept = async (): Promise<string> =>
      (await runCli(['call', 'capture.draft', '{}', '--data-dir', app.dataDir], NOW)).stdout;
    expect(await kept()).toContain('Ask the neighbours about');
    await line.fill('');
    expect(await until(async () => !(await kept()).includes('neighbours'), 15_000)).toBe(true);
  });
});
