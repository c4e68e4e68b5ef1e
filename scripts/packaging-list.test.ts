import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/** What electron-builder.yml and the hosted build say, beside what there is. */

const root = resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const config = read('electron-builder.yml');

/** The lines below a key of the first level. */
const section = (key: string): string =>
  new RegExp(`^${key}:\\n((?:(?: .*)?\\n)+)`, 'm').exec(`${config}\n`)?.[1] ?? '';
/** Processors that are packed for a system, by target. */
const packed = (key: string): Record<string, string[]> =>
  Object.fromEntries(
    [...section(key).matchAll(/- target: (\w+)\n +arch: \[([^\]]*)\]/g)].map(([, target, arch]) => [
      target!,
      arch!.split(',').map((one) => one.trim()),
    ]),
  );

/** Processors for which each native module brings a binary, by Node's name of the system. */
function shippedBy(system: 'linux' | 'darwin' | 'win32'): string[] {
  const modules = join(root, 'node_modules');
  const sqlite = readdirSync(join(modules, 'better-sqlite3-multiple-ciphers/prebuilds'));
  const onnx = readdirSync(join(modules, 'onnxruntime-node/bin/napi-v6', system));
  const lock = read('package-lock.json');
  const vector = system === 'win32' ? 'windows' : system;
  return ['x64', 'arm64'].filter(
    (arch) =>
      sqlite.includes(`${system}-${arch}.node`) &&
      onnx.includes(arch) &&
      lock.includes(`"node_modules/sqlite-vec-${vector}-${arch}"`),
  );
}

describe('the packages', () => {
  it.each([
    ['linux', 'linux', ['AppImage', 'deb']],
    ['mac', 'darwin', ['dmg', 'zip']],
    ['win', 'win32', ['nsis']],
  ] as const)('for %s are made for each processor that all native modules know', (key, system, targets) => {
    const shipped = shippedBy(system);
    expect(shipped.length).toBeGreaterThan(0);
    expect(packed(key)).toEqual(Object.fromEntries(targets.map((target) => [target, shipped])));
  });

  it('take addresses of our own, and only those', () => {
    expect(section('protocols')).toMatch(/schemes: \[daymark\]/);
    expect(section('linux')).toContain('daymark://add');
  });

  it('harden macOS with one exception, and the file is there', () => {
    expect(section('mac')).toMatch(/hardenedRuntime: true/);
    const files = [...section('mac').matchAll(/entitlements(?:Inherit)?: (\S+)/g)].map(([, file]) => file!);
    expect(files).toHaveLength(2);
    for (const file of files) {
      expect(existsSync(join(root, file))).toBe(true);
      expect([...read(file).matchAll(/<key>(.*?)<\/key>/g)].map(([, key]) => key)).toEqual([
        'com.apple.security.cs.allow-jit',
      ]);
    }
  });
});

describe('the hosted build', () => {
  const workflow = read('.github/workflows/packages.yml');

  it('may only read, publishes nothing and needs no secret', () => {
    expect(/^permissions:\n((?: .*\n)+)/m.exec(workflow)?.[1]).toBe('  contents: read\n');
    expect(workflow).not.toMatch(/secrets\.|pull_request_target|write-all/);
    expect(workflow).toContain('npm run package -- --publish never');
    expect(workflow).toContain('persist-credentials: false');
  });

  it('runs on all three systems, with the npm that the program asks for and scripts that exist', () => {
    const runners = [...workflow.matchAll(/runner: (\S+)/g)].map(([, name]) => name!.split('-')[0]);
    expect(new Set(runners)).toEqual(new Set(['ubuntu', 'macos', 'windows']));
    const { scripts, engines } = JSON.parse(read('package.json')) as {
      scripts: Record<string, string>;
      engines: { npm: string };
    };
    expect(workflow).toContain(`npm@${engines.npm.replace('>=', '')}`);
    const used = [...workflow.matchAll(/npm run (\w+)/g)].map(([, name]) => name!);
    expect(used.filter((name) => !(name in scripts))).toEqual([]);
    expect(existsSync(join(root, 'node_modules/electron/install.js'))).toBe(true);
  });

  it('is written as YAML is: two spaces a level, no tab, no key twice in a step', () => {
    for (const line of workflow.split('\n')) {
      expect(line).not.toMatch(/\t|\s$/);
      expect((/^ */.exec(line)?.[0].length ?? 0) % 2).toBe(0);
    }
    for (const step of workflow.split(/\n {6}- /).slice(1)) {
      const keys = [...`        ${step}`.matchAll(/^ {8}([\w-]+):/gm)].map(([, key]) => key);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });
});
