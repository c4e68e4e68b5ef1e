import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { removeFolder, temporaryFolder } from '../shell/testing.ts';

/** The program `daymark` of package.json, which needs no npm. */

const root = join(import.meta.dirname, '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  bin: { daymark: string };
};

beforeAll(() => {
  spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: 'inherit' });
});

let folder: string;
beforeEach(() => {
  folder = realpathSync(temporaryFolder());
});
afterEach(() => removeFolder(folder));

function run(program: string, args: readonly string[], input: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    input,
    cwd: folder,
    env: { HOME: folder, PATH: '' },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

it('works from any folder, by a link as "npm link" makes it', () => {
  const link = join(folder, 'daymark');
  symlinkSync(join(root, manifest.bin.daymark), link);
  const args = ['parse', '-', '--now', '2027-05-03T09:00', '--tz', 'Europe/Berlin'];
  const { status, stdout, stderr } = run(link, args, 'Call Ada friday\n');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ title: 'Call Ada', date: '2027-05-07' });
  expect(run(link, ['fly'], '').status).toBe(2);
});

it('says what to do when nothing is built', () => {
  mkdirSync(join(folder, 'scripts'));
  for (const part of [manifest.bin.daymark, 'scripts/lib']) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  const { status, stdout, stderr } = run(join(folder, manifest.bin.daymark), ['list'], '');
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toBe(`Daymark is not built yet. Run "npm ci && npm run build" in ${folder}/ once.\n`);
});
