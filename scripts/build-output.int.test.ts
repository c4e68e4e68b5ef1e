import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readNotices } from '../shell/notices.ts';
import { removeFolder, temporaryFolder } from '../shell/testing.ts';

/** What a build leaves in dist/, and what of it the installed app keeps outside its checked archive. */

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const config = readFileSync(join(root, 'electron-builder.yml'), 'utf8');

beforeAll(() => {
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: 'inherit' });
  if (status !== 0) throw new Error('The build failed');
});

/** The patterns below a key of electron-builder.yml. */
function listed(key: string): string[] {
  const lines = new RegExp(`^${key}:\\n((?: +.*\\n)+)`, 'm').exec(config)?.[1]?.split('\n') ?? [];
  return lines.flatMap((line) => /^ +- '?([^'#]+)'?$/.exec(line)?.[1] ?? []);
}

function scripts(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.c?js$/.test(name))
    .map((name) => join(folder, name));
}

/** A file and everything of ours that it imports, relative to the project. */
function reachable(entries: readonly string[]): Set<string> {
  const found = new Set<string>();
  const open = [...entries];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    const name = relative(root, file);
    if (found.has(name)) continue;
    found.add(name);
    for (const [, path] of readFileSync(file, 'utf8').matchAll(
      /(?:from|import|import\()\s*["'](\.{1,2}\/[^"']+)["']/g,
    ))
      open.push(join(dirname(file), path!));
  }
  return found;
}

/** What Windows loads with a library (PE32+, its import table); what it loads only when it is called is not among it. */
function importedLibraries(bytes: Buffer): string[] {
  const header = bytes.readUInt32LE(0x3c);
  const optional = header + 24;
  const sections = optional + bytes.readUInt16LE(header + 20);
  const offsetOf = (address: number): number => {
    for (let n = 0; n < bytes.readUInt16LE(header + 6); n += 1) {
      const [virtual, raw] = [12, 20].map((field) => bytes.readUInt32LE(sections + 40 * n + field));
      const size = bytes.readUInt32LE(sections + 40 * n + 16);
      if (address >= virtual! && address < virtual! + size) return address - virtual! + raw!;
    }
    throw new RangeError('no section has this address');
  };
  const found: string[] = [];
  for (let at = offsetOf(bytes.readUInt32LE(optional + 120)); bytes.readUInt32LE(at + 12) !== 0; at += 20) {
    const name = offsetOf(bytes.readUInt32LE(at + 12));
    found.push(bytes.toString('latin1', name, bytes.indexOf(0, name)));
  }
  return found;
}

describe('outside the archive', () => {
  const folders = listed('asarUnpack')
    .filter((pattern) => pattern.startsWith('dist/'))
    .map((pattern) => pattern.replace(/\*\*$/, ''));
  const isOutside = (name: string): boolean => folders.some((folder) => name.startsWith(folder));

  it('is nothing that the main process or the page imports', () => {
    const main = reachable([...scripts(join(dist, 'main')), ...scripts(join(dist, 'preload'))]);
    expect([...main]).toEqual(expect.arrayContaining(['dist/main/index.js', 'dist/preload/index.cjs']));
    expect(main.size).toBeGreaterThan(3);
    expect([...main].filter(isOutside)).toEqual([]);
  });

  it('is all that helpers import, and nothing else', () => {
    const helpers = reachable(['ml', 'ml-worker', 'db-worker'].flatMap((part) => scripts(join(dist, part))));
    expect(folders.length).toBeGreaterThan(3);
    expect([...helpers].filter((name) => !isOutside(name))).toEqual([]);
    const idle = folders.filter((folder) => ![...helpers].some((name) => name.startsWith(folder)));
    expect(idle).toEqual([]);
  });
});

describe('a build', () => {
  it('leaves nothing of an earlier one', () => {
    const own = readdirSync(dist).filter((name) => !name.includes('.') && name !== 'renderer');
    const entries = own.filter((name) => !name.endsWith('chunks')).map((name) => join(dist, name));
    const used = reachable(entries.flatMap(scripts));
    const present = own.flatMap((name) => scripts(join(dist, name))).map((file) => relative(root, file));
    expect(present.length).toBeGreaterThan(10);
    expect(present.filter((file) => !used.has(file))).toEqual([]);
  });

  it('removes what it no longer makes, and nothing else', () => {
    const folder = temporaryFolder();
    try {
      const files = [
        'cli/index.js',
        'chunks/a-2.js',
        'chunks/a-1.js',
        'gone/index.js',
        'renderer/a.js',
        '.x/a',
      ];
      for (const name of [...files, 'notices.json']) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), '');
      }
      const script = `import { removeLeftovers } from ${JSON.stringify(join(root, 'scripts/lib/leftovers.mjs'))};
        removeLeftovers(process.argv[1], new Set(['cli/index.js', 'chunks/a-2.js']), ['renderer']);`;
      expect(spawnSync(process.execPath, ['--input-type=module', '-e', script, folder]).status).toBe(0);
      expect(readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()).toEqual(
        [
          '.x',
          '.x/a',
          'chunks',
          'chunks/a-2.js',
          'cli',
          'cli/index.js',
          'notices.json',
          'renderer',
          'renderer/a.js',
        ].map((name) => join(name)),
      );
    } finally {
      removeFolder(folder);
    }
  });
});

describe('the launcher', () => {
  const from = (name: string): Set<string> => reachable([join(root, 'scripts', name)]);

  it('has nothing of the bundlers in its process, which stays for as long as the app runs', () => {
    expect([...from('start.mjs')].toSorted()).toEqual(['scripts/lib/runtime.mjs', 'scripts/start.mjs']);
    expect(readFileSync(join(root, 'scripts/start.mjs'), 'utf8')).not.toMatch(/rolldown|vite\b|esbuild/);
    // A command builds in its own process, which ends soon.
    expect(from('cli.mjs')).toContain('scripts/build.mjs');
  });
});

describe('notices', () => {
  const packageOf = (path: string): string | null =>
    /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path.replaceAll('\\', '/'))?.[1] ?? null;

  /** By the source maps, the style sheets and the list of native packages: not by what the build itself gathered. */
  function shipped(): Set<string> {
    const maps = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.map'),
    );
    const sources = maps.flatMap((name) => {
      const { sources: found } = JSON.parse(readFileSync(join(dist, name), 'utf8')) as { sources: string[] };
      return found.map(packageOf);
    });
    const styled = ['app/mantine.css', 'main.tsx'].flatMap((name) =>
      [
        ...readFileSync(join(root, 'renderer', name), 'utf8').matchAll(
          /import '((?:@[\w.-]+\/)?[a-z][\w.-]*)/g,
        ),
      ].map(([, one]) => one!),
    );
    const native = /node_modules\/!\(([^)]+)\)/
      .exec(config)![1]!
      .split('|')
      .filter((name) => !name.endsWith('*'));
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, object>;
    const direct = Object.keys(manifest['dependencies']!);
    return new Set([...sources, ...styled, ...native, ...direct].filter((name) => name !== null));
  }

  it('name everything that is shipped, each with the text of its licence', async () => {
    const notices = await readNotices();
    const names = new Set(notices.map(({ name }) => name));
    expect([...shipped()].filter((name) => !names.has(name))).toEqual([]);
    for (const name of [
      'react',
      '@mantine/core',
      '@fontsource-variable/inter',
      'all-MiniLM-L6-v2',
      'electron',
    ])
      expect(names).toContain(name);
    for (const { name, licence, text } of notices) {
      expect({ name, licence }).toEqual({ name, licence: expect.stringMatching(/\w/) });
      expect({ name, text }).toEqual({ name, text: expect.stringMatching(/copyright|licen[cs]e/i) });
    }
    const whole = readFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    expect(notices.filter(({ text }) => !whole.includes(text)).map(({ name }) => name)).toEqual([]);
    expect(listed('files')).toEqual(
      expect.arrayContaining(['dist/notices.json', 'dist/THIRD-PARTY-NOTICES.txt']),
    );
  });

  it('need name no DirectML: it is not shipped, and nothing loads it that only computes on the processor', () => {
    const windows = join(root, 'node_modules/onnxruntime-node/bin/napi-v6/win32');
    const left = ['DirectML.dll', 'dxcompiler.dll', 'dxil.dll'];
    const excluded = /^!\*\*\/node_modules\/onnxruntime-node\/bin\/\*\*\/\{(.*)\}\.dll$/;
    const names = listed('files').flatMap((pattern) => excluded.exec(pattern)?.[1]?.split(',') ?? []);
    expect(names.map((name) => `${name}.dll`)).toEqual(left);
    const files = readdirSync(windows, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /onnxruntime.*\.(?:dll|node)$/.test(name),
    );
    expect(files.length).toBeGreaterThan(1);
    const loaded = files.map((name) => importedLibraries(readFileSync(join(windows, name))));
    expect(loaded.every((libraries) => libraries.includes('KERNEL32.dll'))).toBe(true);
    expect(loaded.flat().filter((name) => left.includes(name))).toEqual([]);
  });

  it('say so when nothing was built', async () => {
    await expect(readNotices(new URL('file:///nowhere/notices.json'))).rejects.toMatchObject({
      code: 'unsupported',
    });
  });
});

describe('a package without a licence', () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => removeFolder(folder));

  function read(files: Record<string, string>): ReturnType<typeof spawnSync> {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const script = `import { noticesOf } from ${JSON.stringify(join(root, 'scripts/notices.mjs'))};
      console.log(JSON.stringify(noticesOf(['one', 'two'], ${JSON.stringify(folder)})));`;
    return spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  }
  const manifest = (name: string, license?: string) => JSON.stringify({ name, version: '1.0.0', license });

  it('ends the build, by its text or its name', () => {
    const one = { 'one/package.json': manifest('one', 'MIT'), 'one/LICENSE.md': 'MIT, by One' };
    const bare = read({ ...one, 'two/package.json': manifest('two', 'MIT'), 'two/README.md': 'MIT' });
    expect([bare.status, String(bare.stderr)]).toEqual([
      1,
      expect.stringContaining('No licence text in two'),
    ]);
    const nameless = read({ 'two/package.json': manifest('two'), 'two/licence': 'Mine' });
    expect(nameless.status).toBe(1);
    const fine = read({ 'two/package.json': manifest('two', 'ISC') });
    expect(JSON.parse(String(fine.stdout))).toEqual([
      { name: 'one', version: '1.0.0', licence: 'MIT', text: 'MIT, by One' },
      { name: 'two', version: '1.0.0', licence: 'ISC', text: 'Mine' },
    ]);
    expect(existsSync(join(folder, 'notices.json'))).toBe(false);
  });
});
