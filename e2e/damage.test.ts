import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './browser.ts';
import { add, capture, gone, skipFirstRun, visible } from './journey.ts';
import { runCli, start, targets, type Running } from './targets.ts';

/** A damaged profile as its owner meets it: what the page says, the way back by one key, and what was kept. */

const NOW = '2026-03-04T09:10';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const restoreScreen = (page: Page) => page.getByRole('list', { name: 'Backups' });
const listed = async (dataDir: string): Promise<string[]> => {
  const { stdout } = await runCli(['list', '--data-dir', dataDir], NOW);
  return (JSON.parse(stdout) as { tasks: { title: string }[] }).tasks.map((task) => task.title);
};

describe.each(targets())('a damaged profile in %s', (target) => {
  let folder: string;
  let dataDir: string;
  let app: Running | undefined;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'daymark-e2e-'));
    dataDir = join(folder, 'profile');
    app = await start(target, browser, { dataDir, now: NOW });
    const { page } = app;
    await skipFirstRun(page);
    await add(page, 'Water the plants 20m');
    await page.getByRole('button', { name: 'Water the plants' }).first().waitFor();
    await page.goto(`${page.url().split('#')[0]}#/settings`);
    await page.getByRole('button', { name: 'Back up now' }).click();
    await page.getByText('1 open task, 1 in all').waitFor();
    await app.quit();
  });
  afterAll(async () => {
    await app?.quit();
    rmSync(folder, { recursive: true, force: true });
  });

  const begin = async (): Promise<Page> => {
    app = await start(target, browser, { dataDir, now: NOW });
    return app.page;
  };

  it('shows its backups, and is restored by one key', async () => {
    const path = join(dataDir, 'daymark.db');
    writeFileSync(path, 'rubbish');
    const page = await begin();
    await restoreScreen(page).waitFor();
    expect(await visible(page.getByRole('heading', { name: 'Your data can’t be read' }))).toBe(true);
    expect(await page.getByRole('main').textContent()).toContain(path);
    // The command line is refused meanwhile, with the advice for this profile.
    const refused = await runCli(['list', '--data-dir', dataDir]);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain(`restore --data-dir ${dataDir}`);
    // The button is where the focus is.
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your backup is restored' }).waitFor();
    const aside = (await page.getByText(join(dataDir, 'aside')).textContent()) ?? '';
    expect(readFileSync(join(aside, 'daymark.db'), 'utf8')).toBe('rubbish');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Water the plants' }).first().waitFor();
    expect(app?.problems).toEqual([]);
    await app?.quit();
  });

  it('whose database vanished can begin empty, and comes back when the file does', async () => {
    const path = join(dataDir, 'daymark.db');
    copyFileSync(path, join(folder, 'kept.db'));
    rmSync(path);
    const page = await begin();
    await page.getByRole('heading', { name: 'Your data is missing' }).waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('alert').filter({ hasText: 'still' }).waitFor();
    copyFileSync(join(folder, 'kept.db'), path);
    await page.getByRole('button', { name: 'Try again' }).click();
    await capture(page).waitFor();
    await app?.quit();

    rmSync(path);
    const again = await begin();
    await again.getByRole('button', { name: 'Start with an empty profile…' }).click();
    await again.getByRole('button', { name: 'Start empty' }).click();
    await again.getByRole('heading', { name: 'Your new profile is ready' }).waitFor();
    await again.getByRole('button', { name: 'Continue' }).click();
    await skipFirstRun(again);
    expect(await listed(dataDir)).toEqual([]);
    await app?.quit();
  });

  it('that lacks data says so on every view until it is answered', async () => {
    const path = join(dataDir, 'daymark.db');
    copyFileSync(path, join(folder, 'older.db'));
    await runCli(['add', 'Only in the newer one', '--data-dir', dataDir]);
    copyFileSync(join(folder, 'older.db'), path);
    expect(existsSync(`${path}-wal`)).toBe(false);
    const page = await begin();
    const notice = page.getByRole('alert', { name: 'Missing data' });
    await notice.getByText('1 open task, 1 in all').waitFor();
    expect(await notice.textContent()).toContain('older than the one used last');
    await notice.getByRole('button', { name: 'Keep current data' }).click();
    expect(await gone(notice)).toBe(true);
    expect(app?.problems).toEqual([]);
    await app?.quit();
  });
});
