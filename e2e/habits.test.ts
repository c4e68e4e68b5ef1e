import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { add, boxesOf, capture, go, gone, rowOf, says, type, understood, visible } from './journey.ts';
import { withApp } from './session.ts';
import { runCli, targets, type Running } from './targets.ts';
import { until } from './until.ts';

/** A habit, told by a person at the page: typed, found in the week, done, changed, paused and ended. */

/** A Wednesday morning within working hours. */
const NOW = '2026-03-04T09:10';

const habits = (page: Page): Locator => page.getByRole('region', { name: 'Habits' }).getByRole('listitem');
const habitRow = (page: Page, title: string): Locator => habits(page).filter({ hasText: title });
const details = (page: Page): Locator => page.getByRole('dialog', { name: 'Habit details' });
const undoOffered = (page: Page): Locator =>
  page.getByRole('alert').getByRole('button', { name: 'Undo' }).last();

/** Left edges of the columns of the week in which a title has a block. */
async function columnsOf(page: Page, title: string): Promise<number[]> {
  const blocks = page.getByRole('main').getByRole('button').filter({ hasText: title });
  return [...new Set((await boxesOf(blocks)).map((box) => Math.round(box.x)))];
}

describe.each(targets())('a habit in %s', (target) => {
  let app: Running;
  let page: Page;
  withApp(target, { now: NOW }, (started) => {
    app = started;
    page = started.page;
  });

  it('is understood while it is typed, and can have its days fixed and freed again', async () => {
    await type(page, 'Gym 3 times a week 45m mornings');
    const chip = understood(page).getByRole('button', { name: /change repetition$/ });
    expect(await says(chip, '3× a week, mornings')).toBe(true);
    await chip.click();
    await page.getByRole('menuitem', { name: 'Every week on Mon, Wed, Fri' }).click();
    expect(await says(chip, 'every week on Mon, Wed, Fri')).toBe(true);
    await chip.click();
    await page.getByRole('menuitem', { name: 'On days that suit' }).click();
    expect(await says(chip, '3× a week, mornings')).toBe(true);
  });

  it('is planned on a day of its own each time', async () => {
    await capture(page).press('Enter');
    expect(await says(rowOf(page, 'Gym'), '0 of 3 this week')).toBe(true);
    await go(page, 'Week');
    // Wednesday, Thursday and Friday of this week, and at least the Monday of the next.
    expect(await until(async () => (await columnsOf(page, 'Gym')).length >= 4, 15_000)).toBe(true);
  });

  it('is one row among the tasks, and counts what is done', async () => {
    await go(page, 'Tasks');
    expect(await says(habitRow(page, 'Gym'), '0 of 3 this week')).toBe(true);
    expect(await habits(page).count()).toBe(1);
    expect(await gone(page.getByRole('list', { name: 'Tasks' }).getByText('Gym'))).toBe(true);
    await go(page, 'Today');
    await rowOf(page, 'Gym').getByRole('button', { name: 'Finish Gym' }).click();
    const done = page.getByRole('list', { name: 'Done today' });
    expect(await says(done, '1 of 3 this week')).toBe(true);
    await go(page, 'Tasks');
    expect(await says(habitRow(page, 'Gym'), '1 of 3 this week')).toBe(true);
  });

  it('takes a check back', async () => {
    await habitRow(page, 'Gym').getByRole('button', { name: 'Finish Gym' }).click();
    expect(await says(habitRow(page, 'Gym'), '2 of 3 this week')).toBe(true);
    await undoOffered(page).click();
    expect(await says(habitRow(page, 'Gym'), '1 of 3 this week')).toBe(true);
  });

  it('is changed in its details, and refuses what contradicts itself', async () => {
    await habitRow(page, 'Gym').getByRole('button', { name: 'Gym', exact: true }).click();
    expect(await visible(details(page))).toBe(true);
    // Two changes in quick succession: the second one counts.
    const times = details(page).getByRole('radiogroup', { name: 'Times a week' });
    await times.getByText('5', { exact: true }).click();
    await times.getByText('2', { exact: true }).click();
    expect(await says(details(page), '1 of 2 this week')).toBe(true);
    expect(await page.getByRole('alert').filter({ hasText: 'in the meantime' }).count()).toBe(0);
    const until9 = details(page).getByRole('textbox', { name: 'Not after, time of day' });
    await until9.fill('9:10');
    await until9.press('Enter');
    expect(await visible(page.getByRole('alert').filter({ hasText: 'a session does not fit' }))).toBe(true);
    expect(await until(async () => (await until9.inputValue()) === '12:00')).toBe(true);
    await until9.fill('11');
    await until9.press('Enter');
    expect(await until(async () => (await until9.inputValue()) === '11:00')).toBe(true);
  });

  it('rests while it is paused', async () => {
    await details(page).getByRole('button', { name: 'Pause' }).click();
    expect(await says(details(page), 'Paused')).toBe(true);
    await page.keyboard.press('Escape');
    expect(await says(habitRow(page, 'Gym'), 'paused')).toBe(true);
    await go(page, 'Week');
    expect(await until(async () => (await columnsOf(page, 'Gym')).length === 0, 15_000)).toBe(true);
    await undoOffered(page).click();
    expect(await until(async () => (await columnsOf(page, 'Gym')).length > 0, 15_000)).toBe(true);
  });

  it('in the evening is planned after work', async () => {
    await go(page, 'Today');
    await add(page, 'Call mum twice a week evenings 20m');
    expect(await says(rowOf(page, 'Call mum'), /(19|2\d):\d\d – /)).toBe(true);
  });

  it('can be made of a task by mouse, and of a habit a task again by one undo', async () => {
    await add(page, 'Practise the piano 30m');
    await rowOf(page, 'Practise the piano')
      .getByRole('button', { name: 'Practise the piano', exact: true })
      .click();
    const task = page.getByRole('dialog', { name: 'Task details' });
    await task.getByRole('combobox', { name: 'Repeats' }).click();
    await page.getByRole('option', { name: '2× a week' }).click();
    expect(await says(details(page), '0 of 2 this week')).toBe(true);
    await undoOffered(page).click();
    expect(await gone(details(page))).toBe(true);
    await go(page, 'Tasks');
    expect(await gone(habitRow(page, 'Practise the piano'))).toBe(true);
    expect(await visible(page.getByRole('list', { name: 'Tasks' }).getByText('Practise the piano'))).toBe(
      true,
    );
  });

  it('ends without a trace in the plan', async () => {
    await habitRow(page, 'Gym').getByRole('button', { name: 'Gym', exact: true }).click();
    await details(page).getByRole('button', { name: 'End' }).click();
    expect(await gone(habitRow(page, 'Gym'))).toBe(true);
    await go(page, 'Week');
    expect(await until(async () => (await columnsOf(page, 'Gym')).length === 0, 15_000)).toBe(true);
    expect(app.problems).toEqual([]);
  });
});

describe('the command line', () => {
  it('goes on answering a rule of fixed days, and says beside it how often', async () => {
    const line = 'Gym 3 times a week 45m mornings';
    const { stdout } = await runCli(['parse', line, '--now', NOW, '--tz', 'Europe/Berlin']);
    expect(JSON.parse(stdout)).toMatchObject({
      title: 'Gym',
      rrule: 'FREQ=WEEKLY;BYDAY=MO,WE,FR',
      durationMin: 45,
      timesPerWeek: 3,
      dayPart: 'morning',
    });
  });
});
