import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { requireModernNode, root } from './lib/runtime.mjs';

/** Everything that must hold, cheapest first; stops at the first step that fails. `--long` adds the long runs. */

const bin = (name) => join(root, 'node_modules/.bin', process.platform === 'win32' ? `${name}.cmd` : name);
const report = join(tmpdir(), `daymark-tests-${process.pid}.json`);
const projects = process.argv.includes('--long')
  ? ['unit', 'integration', 'e2e', 'long']
  : ['unit', 'integration', 'e2e'];

requireModernNode();
for (const folder of ['.', 'core', 'scheduler', 'renderer', 'e2e']) {
  step(`types (${folder})`, 'tsc', ['-p', folder === '.' ? 'tsconfig.json' : folder]);
}
step('lint', 'oxlint', ['--deny-warnings']);
step('format', 'oxfmt', ['--check', '.']);
step('imports', 'depcruise', [
  '--config',
  '.dependency-cruiser.cjs',
  'core',
  'scheduler',
  'ml',
  'db',
  'sync',
  'services',
  'shell',
  'main',
  'preload',
  'host',
  'cli',
  'renderer',
  'bench',
  'e2e',
]);
step('unused code and packages', 'knip', []);
step('code that only tests use', 'knip', ['--production', '--config', 'knip.production.json']);
process.stdout.write('— build\n');
await ensureBuilt();
step(
  'tests',
  'vitest',
  [
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ],
  { keepGoing: true },
);
summarise();

function step(name, command, args, { keepGoing = false } = {}) {
  process.stdout.write(`— ${name}\n`);
  const { status, error } = spawnSync(bin(command), args, {
    stdio: 'inherit',
    cwd: root,
    shell: process.platform === 'win32',
  });
  if (error) process.stderr.write(`${error.message}\n`);
  if (status === 0) return;
  process.exitCode = status ?? 1;
  if (!keepGoing) process.exit(process.exitCode);
}

function summarise() {
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
  rmSync(report, { force: true });
  process.stdout.write(`tests: ${numPassedTests} passed, ${numFailedTests} failed\n`);
}
