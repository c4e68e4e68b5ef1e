import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { add, capture, go, gone, holds, rowOf, type, understood, visible } from './journey.ts';
import { withApp } from './session.ts';
import { runCli, targets, type Running } from './targets.ts';
import { until } from './until.ts';

/** Lines that ask something of the tasks there are, in the capture field and in the command menu. */

/** A Wednesday morning within working hours. */
const NOW = '2026-03-04T09:10';

interface Listed {
  title: string;
  date: string | null;
  status: string;
}

describe.each(targets().slice(0, 1))('intents in %s', (target) => {
  let app: Running;
  let page: Page;
  withApp(target, { now: NOW }, async (started) => {
    app = started;
    page = started.page;
    for (const line of [
      'Gym today 45m',
      'Write report 60m',
      'Send report to Anna 15m',
      'Fix shelf 20m #Home',
    ])
      await add(page, line);
    await rowOf(page, 'Gym').waitFor();
  });

  const offer = (): Locator => page.getByRole('group', { name: 'Existing tasks' });
  async function listed(): Promise<Listed[]> {
    const { code, stdout } = await runCli(['list', '--data-dir', app.dataDir], NOW);
    expect(code).toBe(0);
    return (JSON.parse(stdout) as { tasks: Listed[] }).tasks;
  }
  const dayOf = async (title: string): Promise<string | null | undefined> =>
    (await listed()).find((task) => task.title === title)?.date;

  it('shows what would change, changes it on a key, and takes it back', async () => {
    await type(page, 'move gym to tomorrow');
    expect(await visible(offer().getByText('Move “Gym” to Thu 5 Mar'))).toBe(true);
    expect(await dayOf('Gym')).toBe('2026-03-04');
    await capture(page).press('Control+Enter');
    expect(await holds(capture(page), '')).toBe(true);
    expect(await until(async () => (await dayOf('Gym')) === '2026-03-05')).toBe(true);
    // The plan may offer one of its own.
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    expect(await until(async () => (await dayOf('Gym')) === '2026-03-04')).toBe(true);
  });

  it('asks which of two tasks is meant', async () => {
    await type(page, 'fertig mit dem report');
    expect(await visible(offer().getByText('Which task do you mean?'))).toBe(true);
    expect(await offer().getByRole('button', { name: 'Finish' }).count()).toBe(0);
    await offer().getByRole('button', { name: 'Send report to Anna' }).click();
    await offer()
      .getByRole('button', { name: /^Finish/ })
      .click();
    expect(await until(async () => (await dayOf('Send report to Anna')) === undefined)).toBe(true);
    expect(await dayOf('Write report')).toBeDefined();
    expect(await holds(capture(page), '')).toBe(true);
  });

  it('leaves a line a task that only looks like one, and makes a task of any line by Enter', async () => {
    await type(page, 'move the sofa to Friday 10m');
    expect(await visible(understood(page))).toBe(true);
    await capture(page).press('Enter');
    expect(await until(async () => (await dayOf('move the sofa')) !== undefined)).toBe(true);
    await type(page, 'done with gym');
    expect(await visible(offer())).toBe(true);
    await capture(page).press('Enter');
    expect(await until(async () => (await listed()).some(({ title }) => title === 'done with gym'))).toBe(
      true,
    );
    expect(await dayOf('Gym')).toBe('2026-03-04');
  });

  it('answers what fits, and opens it', async () => {
    await type(page, 'was kann ich in 20 Minuten machen?');
    await offer().getByRole('button', { name: 'Fix shelf' }).click();
    expect(await visible(page.getByRole('dialog'))).toBe(true);
    await page.keyboard.press('Escape');
    await capture(page).fill('');
    expect(await gone(offer())).toBe(true);
  });

  it('takes them in the command menu, too', async () => {
    await page.keyboard.press('Control+k');
    await page.getByRole('textbox', { name: 'Search actions and tasks' }).fill('push all #Home to Saturday');
    const item = page.getByRole('dialog').getByText('Move “Fix shelf” to Sat 7 Mar');
    expect(await visible(item)).toBe(true);
    await item.click();
    expect(await until(async () => (await dayOf('Fix shelf')) === '2026-03-07')).toBe(true);
  });

  it('reads only the languages that are switched on', async () => {
    await go(page, 'Settings');
    const german = page.getByRole('checkbox', { name: 'German' });
    await german.click();
    expect(await until(async () => page.getByRole('checkbox', { name: 'English' }).isDisabled())).toBe(true);
    await type(page, 'Zahnarzt übermorgen 7m');
    expect(await visible(understood(page).getByText('7 min'))).toBe(true);
    expect(await understood(page).getByText('Friday').count()).toBe(0);
    await german.click();
    expect(await until(() => german.isChecked())).toBe(true);
    await capture(page).fill('');
    await type(page, 'Zahnarzt übermorgen 7m');
    expect(await visible(understood(page).getByText('Friday'))).toBe(true);
    await capture(page).fill('');
  });

  it('broke no policy and wrote no error', () => {
    expect(app.problems).toEqual([]);
  });
});
