import { execFile } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './browser.ts';
import { launchFakeElectron } from './fake-electron/display.ts';
import { add, skipFirstRun, visible } from './journey.ts';
import { root } from './targets.ts';

/**
 * Packs the app as an installer would, around a stand-in for Electron's program, and runs what came out on the fake:
 * a file that the list in electron-builder.yml forgets is missed here and not by the first customer.
 */

const run = promisify(execFile);
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const tool = (file: string) => join(root, 'node_modules', file);

let folder = '';

// What is packed is for Linux; other systems would need their own Electron to pack around.
describe.runIf(process.platform === 'linux')('the packed app', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'daymark-pack-'));
    const electron = join(folder, 'electron');
    mkdirSync(join(electron, 'locales'), { recursive: true });
    mkdirSync(join(electron, 'resources'));
    const fuses = Buffer.concat([
      Buffer.from(FUSE_SENTINEL),
      Buffer.from([1, 10]),
      Buffer.from('1'.repeat(10)),
    ]);
    writeFileSync(join(electron, 'electron'), Buffer.concat([Buffer.alloc(64), fuses, Buffer.alloc(64)]));
    chmodSync(join(electron, 'electron'), 0o755);
    writeFileSync(join(electron, 'version'), '0.0.0');
    writeFileSync(join(electron, 'LICENSE'), '');
    writeFileSync(join(electron, 'locales/en-US.pak'), '');
    await run(
      process.execPath,
      [
        tool('electron-builder/cli.js'),
        '--dir',
        '--linux',
        `--${process.arch}`,
        `-c.electronDist=${electron}`,
        `-c.directories.output=${join(folder, 'release')}`,
      ],
      { cwd: root, maxBuffer: 16 << 20 },
    );
  }, 180_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const resources = () => {
    const unpacked = readdirSync(join(folder, 'release')).find((name) => name.endsWith('unpacked'));
    return join(folder, 'release', unpacked ?? '', 'resources');
  };

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
      const app = launchFakeElectron({
        browser,
        main: join(place, 'app.asar/dist/main/index.js'),
        args: ['--data-dir', join(folder, 'profile')],
        onDialog: () => 0,
      });
      const page = await app.firstPage();
      await skipFirstRun(page);
      await add(page, 'Call the plumber tomorrow 9am');
      await page.getByRole('link', { name: /^Tasks/ }).click();
      expect(await visible(page.getByRole('button', { name: 'Call the plumber', exact: true }))).toBe(true);
      const { utilities } = await app.inspect();
      expect(utilities[0]?.path).toBe(join(place, 'app.asar.unpacked/dist/ml/index.js'));
      expect(await app.quit()).toBe(0);
      expect(app.refused).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
