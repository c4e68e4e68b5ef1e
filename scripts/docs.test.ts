import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/** What is written about the code holds: files that are named exist, and what crosses a folder says what it is. */

const root = resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** `folder/file.ts` in backquotes; a name with `*`, `<` or without a folder is no path. */
const NAMED_FILE = /`((?:[\w.-]+\/)+[\w.-]+\.(?:ts|tsx|mjs|cjs|json|md|yml))`/g;

describe('the documents', () => {
  it.each(['README.md', 'docs/architecture.md', 'docs/glossary.md'])(
    '%s names only files that exist',
    (document) => {
      const all = [...read(document).matchAll(NAMED_FILE)].map(([, file]) => file!);
      const named = all.filter((file) => !file.startsWith('dist/'));
      expect(
        named.filter((file) => !existsSync(join(root, file)) && !existsSync(join(root, 'docs', file))),
      ).toEqual([]);
    },
  );

  it('walk the three journeys without coming to a file twice', () => {
    const journeys = /## Three journeys\n([\s\S]*?)\n## /.exec(read('docs/architecture.md'))?.[1] ?? '';
    const files = [...journeys.matchAll(NAMED_FILE)].map(([, file]) => file!);
    expect(files.length).toBeGreaterThan(40);
    expect(files.filter((file, at) => files.indexOf(file) !== at)).toEqual([]);
  });

  it('have a glossary in the order of the alphabet', () => {
    const terms = [...read('docs/glossary.md').matchAll(/^\| \*\*(.+?)\*\* \|/gm)].map(([, term]) => term!);
    expect(terms.length).toBeGreaterThanOrEqual(20);
    expect(terms).toEqual([...terms].sort((a, b) => a.localeCompare(b, 'en')));
  });
});

interface Declaration {
  file: string;
  name: string;
}

/** The entry points of folders, through which others reach in. */
function entryPoints(folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isFile()) return entry.name === 'index.ts' ? [path] : [];
    return entry.name.startsWith('.') || SKIPPED.has(entry.name) ? [] : entryPoints(path);
  });
}
const SKIPPED = new Set(['node_modules', 'dist', 'renderer', 'e2e', 'build', 'resources']);

/** Functions and types; a constant says what it is by its name and value. */
const DECLARED = /^export (?:async )?(?:function\*?|class|interface|type) (\w+)/gm;
const AGAIN = /^export (?:type )?(?:\{([^}]*)\}|\*) from '(\.[^']+)';/gm;

/** What a file exports, with the file in which each is declared. */
function exportsOf(file: string): Declaration[] {
  const text = read(file);
  const own = [...text.matchAll(DECLARED)].map(([, name]) => ({ file, name: name! }));
  const again = [...text.matchAll(AGAIN)].flatMap(([, names, from]) => {
    const all = exportsOf(relative(root, resolve(root, dirname(file), from!)));
    if (names === undefined) return all;
    const wanted = new Set(
      names.split(',').map(
        (one) =>
          one
            .trim()
            .replace(/^type /, '')
            .split(' as ')[0]!,
      ),
    );
    return all.filter(({ name }) => wanted.has(name));
  });
  return [...own, ...again];
}

/** A comment stands above the declaration, or above the schema that a type is inferred from. */
function isDocumented({ file, name }: Declaration): boolean {
  const text = read(file);
  const inferred = new RegExp(`^export type ${name} = z\\.\\w+<typeof (\\w+)>`, 'm').exec(text);
  const subject = inferred?.[1] ?? name;
  return new RegExp(
    `\\*/\\n(?:export )?(?:async )?(?:function\\*?|class|interface|type|const) ${subject}\\b`,
  ).test(text);
}

const contractFiles = ['core/contract', 'core/ml-contract'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => `${folder}/${name}`),
);

describe('what crosses a folder', () => {
  it.each(entryPoints())('through %s says what it is', (entry) => {
    const silent = exportsOf(entry).filter((one) => !isDocumented(one));
    expect(silent.map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
  });

  it.each(contractFiles)('as a call of %s says what it does', (file) => {
    const lines = read(file).split('\n');
    const silent = lines.filter(
      (line, at) => /^ +\w+: procedure\b/.test(line) && !lines[at - 1]!.endsWith('*/'),
    );
    expect(silent.map((line) => line.trim())).toEqual([]);
  });
});
