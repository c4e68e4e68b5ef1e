import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './browser.ts';
import { launchFakeElectron } from './fake-electron/display.ts';
import { add, skipFirstRun, visible } from './journey.ts';
import { packApp } from '../scripts/lib/pack.ts';
import { root } from './targets.ts';

/**
 * Packs the app as an installer would, around a stand-in for Electron's program, and runs what came out on the fake:
 * a file that the list in electron-builder.yml forgets is missed here and not by the first customer.
 */

const run = promisify(execFile);
const tool = (file: string) => join(root, 'node_modules', file);

let folder = '';
let app = '';

// What is packed is for Linux; other systems would need their own Electron to pack around.
describe.runIf(process.platform === 'linux')('the packed app', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'daymark-pack-'));
    app = await packApp(folder);
  }, 180_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const resources = () => join(app, 'resources');

  it('has its fuses set', async () => {
    const { stdout } = await run(process.execPath, [
      tool('@electron/fuses/dist/bin.js'),
      'read',
      '--app',
      join(resources(), '../daymark'),
    ]);
    for (const line of [
      'RunAsNode is Disabled',
      'EnableCookieEncryption is Enabled',
      'EnableNodeOptionsEnvironmentVariable is Disabled',
      'EnableNodeCliInspectArguments is Disabled',
      'EnableEmbeddedAsarIntegrityValidation is Enabled',
      'OnlyLoadAppFromAsar is Enabled',
      'GrantFileProtocolExtraPrivileges is Disabled',
    ]) {
      expect(stdout).toContain(line);
    }
  });

  it('holds native modules, helpers and the model outside the archive, for one platform only', () => {
    const outside = join(resources(), 'app.asar.unpacked');
    const here = `${process.platform}-${process.arch}`;
    const modules = join(outside, 'node_modules');
    expect(readdirSync(join(modules, 'better-sqlite3-multiple-ciphers/prebuilds'))).toEqual([`${here}.node`]);
    expect(readdirSync(join(modules, 'onnxruntime-node/bin/napi-v6'))).toEqual([process.platform]);
    expect(existsSync(join(modules, `sqlite-vec-${here}/vec0.so`))).toBe(true);
    expect(existsSync(join(outside, 'dist/ml/index.js'))).toBe(true);
    expect(existsSync(join(outside, 'dist/db-worker/index.js'))).toBe(true);
    expect(existsSync(join(outside, 'dist/main'))).toBe(false);
    expect(existsSync(join(modules, 'node'))).toBe(false);
    expect(existsSync(join(modules, 'zod'))).toBe(false);
  });

  it('runs from where it was packed', async () => {
    // Node can't look into an archive, so the archive's content stands in a folder of the same name.
    const place = join(folder, 'installed');
    await run(process.execPath, [
      tool('@electron/asar/bin/asar.js'),
      'extract',
      join(resources(), 'app.asar'),
      join(place, 'app.asar'),
    ]);
    cpSync(join(resources(), 'app.asar.unpacked'), join(place, 'app.asar.unpacked'), { recursive: true });
    // Electron opens a file that stands outside through either path; two copies of a native module would crash.
    rmSync(join(place, 'app.asar/node_modules'), { recursive: true });
    symlinkSync(join(place, 'app.asar.unpacked/node_modules'), join(place, 'app.asar/node_modules'));
    const browser = await openBrowser();
    try {
      const running = launchFakeElectron({
        browser,
        main: join(place, 'app.asar/dist/main/index.js'),
        args: ['--data-dir', join(folder, 'profile')],
        onDialog: () => 0,
      });
      const page = await running.firstPage();
      await skipFirstRun(page);
      await add(page, 'Call the plumber tomorrow 9am');
      await page.getByRole('link', { name: /^Tasks/ }).click();
      expect(await visible(page.getByRole('button', { name: 'Call the plumber', exact: true }))).toBe(true);
      const { utilities } = await running.inspect();
      expect(utilities[0]?.path).toBe(join(place, 'app.asar.unpacked/dist/ml/index.js'));
      expect(await running.quit()).toBe(0);
      expect(running.refused).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
