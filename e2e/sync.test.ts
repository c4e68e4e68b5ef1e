import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './browser.ts';
import { skipFirstRun } from './journey.ts';
import { start, targets, type Running } from './targets.ts';
import { until } from './until.ts';

/** A person sets up sync at the page. */

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each(targets().slice(0, 1))('sync in %s', (target) => {
  let app: Running;
  let page: Page;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'daymark-shared-'));
    app = await start(target, browser, { now: '2026-03-04T09:10' });
    page = app.page;
    await skipFirstRun(page);
    await page.goto(`${page.url().split('#')[0]}#/settings`);
  });
  afterAll(async () => {
    await app?.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const sync = (): Locator => page.getByRole('region', { name: 'Sync' });

  it('says what is wrong, then is on with a recovery code, syncs and can be turned off', async () => {
    await sync().getByLabel('Full path of the folder').fill(join(folder, 'not-there'));
    await sync().getByLabel('3. Sync passphrase').fill('correct horse battery');
    await sync().getByRole('button', { name: 'Turn on sync' }).click();
    await sync().getByText('the folder is not there').waitFor();
    await sync().getByLabel('Full path of the folder').fill(folder);
    await sync().getByRole('button', { name: 'Turn on sync' }).click();
    const code = sync().locator('code');
    await code.waitFor();
    expect(await code.textContent()).toMatch(/^(?:[0-9A-Z]{5}-){6}[0-9A-Z]{5}$/);
    // The first round goes by itself; the code, shown this once, outlives it.
    const files = (): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' });
    expect(await until(() => files().some((file) => file.endsWith('.batch')), 30_000)).toBe(true);
    await page
      .getByRole('status')
      .getByText('Encrypted changes go to your sync folder', { exact: false })
      .waitFor();
    expect(await code.isVisible()).toBe(true);
    await sync().getByRole('button', { name: 'I have written it down' }).click();
    await sync().getByRole('button', { name: 'Sync now' }).click();
    await sync().getByText('(this device)').waitFor();
    expect(readdirSync(join(folder, 'daymark-sync', 'batches'))).toHaveLength(1);
    await sync().getByRole('button', { name: 'Turn off' }).click();
    expect(
      await until(async () => (await sync().getByLabel('3. Sync passphrase').count()) === 1, 15_000),
    ).toBe(true);
  });
});
