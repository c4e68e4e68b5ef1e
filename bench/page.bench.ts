import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { quantileOf } from '../core/statistics.ts';
import { openBrowser } from '../e2e/browser.ts';
import { startHost } from './host.ts';
import { writeProfile } from './profiles.ts';
import type { Bench, BenchRow } from './types.ts';

/** The built page in a real browser: what it has to load, how soon a task shows, how a long list scrolls. */

const MANY_TASKS = 100_000;
const ENTERS = 30;
const SCROLL_MS = 6_000;

interface Opened {
  page: Page;
  /** Scripts that the page asked for until it stood. */
  scripts: { url: string; body: Buffer }[];
  openMs: number;
}

/** Starts the built host on a profile, opens its page and hands it over. */
async function withPage(dataDir: string, use: (opened: Opened) => Promise<BenchRow[]>): Promise<BenchRow[]> {
  const host = await startHost(dataDir);
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1_280, height: 820 } });
    const bodies: Promise<{ url: string; body: Buffer }>[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() !== 'script') return;
      bodies.push(response.body().then((body) => ({ url: response.url(), body })));
    });
    const begun = performance.now();
    await page.goto(host.address);
    await page.getByRole('textbox', { name: /^Add a task/ }).waitFor();
    const openMs = performance.now() - begun;
    await page.getByRole('complementary', { name: 'Timeline of today' }).getByRole('table').waitFor();
    return await use({ page, openMs, scripts: await Promise.all(bodies) });
  } finally {
    await browser.close();
    await host.close();
  }
}

/** From the key press to the frame that shows the task in the list, measured inside the page. */
const PRESS_TO_ROW = `(title) => new Promise((done) => {
  const begun = performance.now();
  const watcher = new MutationObserver(() => {
    const shown = [...document.querySelectorAll('[data-row-title]')].some((row) => row.textContent === title);
    if (!shown) return;
    watcher.disconnect();
    requestAnimationFrame(() => done(performance.now() - begun));
  });
  watcher.observe(document.body, { childList: true, subtree: true, characterData: true });
  document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
})`;

async function enters(page: Page): Promise<number[]> {
  await page.getByRole('link', { name: /^Tasks/ }).click();
  const field = page.getByRole('textbox', { name: /^Add a task/ });
  const times: number[] = [];
  for (let count = 0; count < ENTERS; count += 1) {
    const title = `Measured item ${String.fromCharCode(97 + (count % 26))}${Math.floor(count / 26)}x`;
    await field.click();
    await field.fill(title);
    await page.waitForTimeout(150);
    times.push(await page.evaluate<number>(`(${PRESS_TO_ROW})(${JSON.stringify(title)})`));
  }
  return times;
}

/** Lengths of the frames while the list is scrolled by 2,400 px a second. */
const SCROLL = `(ms) => new Promise((done) => {
  const list = document.querySelector('ul[aria-label="Tasks"]').parentElement;
  const frames = [];
  const begun = performance.now();
  let before = begun;
  const step = (now) => {
    frames.push(now - before);
    before = now;
    if (now - begun > ms) return done({ frames: frames.slice(2), height: list.scrollHeight });
    list.scrollTop += 40;
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})`;

async function firstLoad(): Promise<BenchRow[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'daymark-bench-page-'));
  try {
    await writeProfile(dataDir, { done: 0, open: 0 });
    return await withPage(dataDir, async ({ page, scripts, openMs }) => {
      const zipped = scripts.reduce((sum, { body }) => sum + gzipSync(body, { level: 9 }).length, 0) / 1_000;
      const shown = await enters(page);
      return [
        { name: 'page: JavaScript on first load, gzipped', value: zipped, unit: 'kB', budget: 350 },
        { name: 'page: address to capture field', value: openMs, unit: 'ms' },
        { name: 'page: Enter to the row on the screen, p50', value: quantileOf(shown, 0.5), unit: 'ms' },
        {
          name: 'page: Enter to the row on the screen, p95',
          value: quantileOf(shown, 0.95),
          unit: 'ms',
          budget: 50,
        },
      ];
    });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function scrolling(): Promise<BenchRow[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'daymark-bench-page-'));
  try {
    await writeProfile(dataDir, { done: MANY_TASKS, open: 0 });
    return await withPage(dataDir, async ({ page }) => {
      await page.getByRole('link', { name: /^Done/ }).click();
      await page
        .getByRole('button', { name: /^Reopen / })
        .first()
        .waitFor();
      await page.waitForTimeout(500);
      const { frames } = await page.evaluate<{ frames: number[] }>(`(${SCROLL})(${SCROLL_MS})`);
      return [
        {
          name: 'page: longest frame scrolling 100,000 tasks',
          value: Math.max(...frames),
          unit: 'ms',
          budget: 32,
        },
        { name: 'page: frame scrolling 100,000 tasks, p99', value: quantileOf(frames, 0.99), unit: 'ms' },
        {
          name: 'page: frames over 32 ms while scrolling',
          value: frames.filter((ms) => ms > 32).length,
          unit: `of ${frames.length}`,
        },
      ];
    });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const benches: Bench[] = [
  { name: 'page, first load', run: firstLoad },
  { name: 'page, long list', run: scrolling },
];
export default benches;
