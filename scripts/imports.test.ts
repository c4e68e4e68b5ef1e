import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * The import rules themselves are tested on a small tree that breaks every one of them once, because a rule whose
 * pattern matches nothing looks exactly like a rule that no one breaks.
 */

const root = resolve(import.meta.dirname, '..');

/** Files that break a rule: path, what it imports, the rule that must report it. */
const violations: [file: string, imports: string, rule: string][] = [
  ['renderer/ui/panel.tsx', '../app/a.tsx', 'renderer-ui-level'],
  ['core/reach.ts', '../services/a.ts', 'core-folders'],
  ['core/package.ts', 'chrono-node', 'core-packages'],
  ['core/node.ts', 'node:fs', 'core-no-node'],
  ['rpc/reach.ts', '../db/a.ts', 'rpc-folders'],
  ['rpc/package.ts', 'ws', 'rpc-packages'],
  ['scheduler/reach.ts', '../ml/a.ts', 'scheduler-folders'],
  ['scheduler/package.ts', 'zod', 'scheduler-packages'],
  ['scheduler/node.ts', 'node:worker_threads', 'scheduler-no-node'],
  ['ml/language/reach.ts', '../../scheduler/a.ts', 'ml-folders'],
  ['ml/embedding/package.ts', '@orpc/server', 'ml-packages'],
  ['ml/process/reach.ts', '../../services/a.ts', 'ml-process-folders'],
  ['ml/process/package.ts', 'ws', 'ml-process-packages'],
  ['db/reach.ts', '../services/a.ts', 'db-folders'],
  ['db/package.ts', 'ws', 'db-packages'],
  ['sync/reach.ts', '../services/a.ts', 'sync-folders'],
  ['sync/package.ts', 'ws', 'sync-packages'],
  ['services/reach.ts', '../ml/a.ts', 'services-folders'],
  ['services/package.ts', 'onnxruntime-node', 'services-packages'],
  ['shell/reach.ts', '../main/a.ts', 'shell-folders'],
  ['shell/package.ts', 'ws', 'shell-packages'],
  ['main/reach.ts', '../host/a.ts', 'main-folders'],
  ['main/package.ts', 'ws', 'main-packages'],
  ['preload/reach.ts', '../shell/a.ts', 'preload-folders'],
  ['preload/package.ts', 'zod', 'preload-packages'],
  ['preload/node.ts', 'node:fs', 'preload-no-node'],
  ['host/reach.ts', '../main/a.ts', 'host-folders'],
  ['host/package.ts', 'chrono-node', 'host-packages'],
  ['cli/reach.ts', '../host/a.ts', 'cli-folders'],
  ['cli/package.ts', 'ws', 'cli-packages'],
  ['renderer/api/reach.ts', '../../services/a.ts', 'renderer-folders'],
  ['renderer/api/package.ts', 'ws', 'renderer-packages'],
  ['renderer/api/node.ts', 'node:path', 'renderer-no-node'],
  ['renderer/wording/upwards.ts', '../api/a.ts', 'renderer-wording-level'],
  ['renderer/api/upwards.ts', '../state/a.ts', 'renderer-api-level'],
  ['renderer/state/upwards.ts', '../ui/a.ts', 'renderer-state-level'],
  ['renderer/ui/upwards.ts', '../actions/a.ts', 'renderer-ui-level'],
  ['renderer/actions/upwards.ts', '../features/today/a.ts', 'renderer-actions-level'],
  ['renderer/features/today/upwards.tsx', '../../app/a.tsx', 'renderer-features-level'],
  ['renderer/app/elsewhere.ts', '../lib/a.ts', 'renderer-rooms'],
  ['renderer/features/tasks/across.ts', '../today/a.ts', 'features-stay-apart'],
  ['ml/learning/upwards.ts', '../predictors/other/a.ts', 'learning-below-predictors'],
  ['ml/predictors/one/across.ts', '../other/a.ts', 'predictors-stay-apart'],
  ['services/types-only.ts', 'type:../ml/a.ts', 'services-folders'],
  ['services/lazily.ts', 'lazy:../ml/a.ts', 'services-folders'],
  ['services/window.ts', 'electron', 'electron-only-in-its-shell'],
  ['services/sql.ts', 'better-sqlite3-multiple-ciphers', 'sqlite-only-in-db'],
  ['services/online.ts', 'node:https', 'connections-only-through-the-gate'],
  ['services/bench.ts', 'fast-check', 'no-dev-packages'],
  ['services/transitive.ts', 'undeclared', 'no-undeclared-packages'],
  ['services/typo.ts', './absent.ts', 'resolvable'],
  ['services/uses-test.ts', './testing/a.ts', 'tests-are-leaves'],
  ['e2e/inside.ts', '../services/a.ts', 'e2e-drives-the-built-app'],
  ['core/ring-one.ts', './ring-two.ts', 'no-cycles'],
];

/** Imports that the same rules must let through. */
const allowed: [file: string, imports: string][] = [
  ['core/a.ts', 'zod'],
  ['scheduler/a.ts', '../core/a.ts'],
  ['ml/a.ts', '@huggingface/tokenizers'],
  ['ml/process/a.ts', '../../scheduler/a.ts'],
  ['ml/learning/a.ts', 'zod'],
  ['ml/predictors/other/a.ts', '../../learning/a.ts'],
  ['db/a.ts', 'better-sqlite3-multiple-ciphers'],
  ['services/a.ts', '../db/a.ts'],
  ['services/a.test.ts', 'fast-check'],
  ['services/testing/a.ts', 'fast-check'],
  ['services/whole.int.test.ts', '../ml/a.ts'],
  ['shell/a.ts', '../services/a.ts'],
  ['main/a.ts', 'electron'],
  ['preload/a.ts', 'electron'],
  ['host/a.ts', 'ws'],
  ['cli/a.ts', '../shell/a.ts'],
  ['renderer/app/a.tsx', '../features/today/a.ts'],
  ['renderer/features/today/a.ts', 'react'],
  ['renderer/lib/a.ts', 'react'],
  ['renderer/wording/a.ts', '../../core/a.ts'],
  ['renderer/api/a.ts', '../wording/a.ts'],
  ['renderer/state/a.ts', '../api/a.ts'],
  ['renderer/ui/a.ts', '../state/a.ts'],
  ['renderer/actions/a.ts', '../ui/a.ts'],
  ['renderer/features/today/c.ts', '../../actions/a.ts'],
  ['renderer/features/today/b.ts', './a.ts'],
  ['e2e/a.ts', '../core/a.ts'],
];

interface Cruise {
  modules: { source: string }[];
  summary: { violations: { from: string; rule: { name: string } }[] };
}

let tree = '';
let cruise: Cruise;

function importing(what: string, file = ''): string {
  if (file.endsWith('.tsx')) return `import { x } from '${what}';\nexport const Y = () => <p>{x}</p>;\n`;
  if (what.startsWith('type:')) return `import type { x } from '${what.slice(5)}';\nexport type Y = x;\n`;
  if (what.startsWith('lazy:')) return `export const y = () => import('${what.slice(5)}');\n`;
  return `import { x } from '${what}';\nexport const y: unknown = x;\n`;
}

function put(path: string, content: string): void {
  const file = join(tree, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'daymark-imports-'));
  for (const [file, what] of [...violations, ...allowed]) put(file, importing(what, file));
  const manifest = readFileSync(join(root, 'package.json'), 'utf8');
  // A ring is reported once, from the file where the walk first closed it.
  put('core/ring-two.ts', importing('./ring-one.ts'));
  put('package.json', manifest);
  const { dependencies, devDependencies } = JSON.parse(manifest) as Record<string, Record<string, string>>;
  for (const name of [...Object.keys({ ...dependencies, ...devDependencies }), 'undeclared']) {
    put(
      `node_modules/${name}/package.json`,
      JSON.stringify({ name, version: '1.0.0', main: 'index.js', license: 'MIT' }),
    );
    put(`node_modules/${name}/index.js`, 'exports.x = 1;\n');
  }
  const folders = [...new Set([...violations, ...allowed].map(([file]) => file.split('/')[0]!))];
  const bin = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [bin, '--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json', ...folders];
  // The reporter ends with the number of errors as its exit code only for `err`; `json` always ends with 0.
  cruise = JSON.parse(
    execFileSync(process.execPath, args, { cwd: tree, encoding: 'utf8', maxBuffer: 64 << 20 }),
  ) as Cruise;
}, 60_000);

afterAll(() => {
  if (existsSync(tree)) rmSync(tree, { recursive: true });
});

describe('the import rules', () => {
  it('read every TypeScript file', () => {
    const seen = new Set(cruise.modules.map((module) => module.source));
    expect([...violations, ...allowed].map(([file]) => file).filter((file) => !seen.has(file))).toEqual([]);
  });

  it.each(violations)('%s importing %s breaks %s', (file, _imports, rule) => {
    const broken = cruise.summary.violations.filter(({ from }) => from === file).map((v) => v.rule.name);
    expect(broken).toContain(rule);
  });

  it.each(allowed)('%s may import %s', (file) => {
    expect(cruise.summary.violations.filter(({ from }) => from === file)).toEqual([]);
  });

  it('leave no folder of the product out', () => {
    const { include } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')) as {
      include: string[];
    };
    const cruised = new Set([...violations, ...allowed].map(([file]) => file.split('/')[0]));
    const tools = new Set(['bench', 'scripts']);
    const folders = include.filter((entry) => !entry.includes('*') && !tools.has(entry));
    expect(folders.filter((folder) => !cruised.has(folder))).toEqual([]);
  });
});
