import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { requireModernNode, root } from './lib/runtime.mjs';

/** Everything that must hold: the checks that run nothing, side by side, then the tests. `--long` adds the long runs. */

const bin = (name) => join(root, 'node_modules/.bin', process.platform === 'win32' ? `${name}.cmd` : name);
const report = join(tmpdir(), `daymark-tests-${process.pid}.json`);
const projects = process.argv.includes('--long')
  ? ['unit', 'integration', 'e2e', 'long']
  : ['unit', 'integration', 'e2e'];

const folders = [
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
];

/** Longest first, so that none is left to run alone. */
const checks = [
  ['types', 'tsc', ['-p', 'tsconfig.json']],
  ['types (renderer)', 'tsc', ['-p', 'renderer']],
  ['imports', 'depcruise', ['--config', '.dependency-cruiser.cjs', ...folders, 'renderer', 'bench', 'e2e']],
  ['unused code and packages', 'knip', []],
  ['code that only tests use', 'knip', ['--production', '--config', 'knip.production.json']],
  ['types (core)', 'tsc', ['-p', 'core']],
  ['types (e2e)', 'tsc', ['-p', 'e2e']],
  ['types (scheduler)', 'tsc', ['-p', 'scheduler']],
  ['lint', 'oxlint', ['--deny-warnings']],
  ['format', 'oxfmt', ['--check', '.']],
];

requireModernNode();
if (await allHold(checks, Math.max(2, availableParallelism()))) {
  process.stdout.write('— build\n');
  await ensureBuilt();
  process.stdout.write('— tests\n');
  const { code } = await run(
    'vitest',
    [
      'run',
      ...projects.flatMap((project) => ['--project', project]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    'inherit',
  );
  process.exitCode = code;
  summarise();
}

/** Runs checks side by side and says what each that fails has to say; after a failure none is begun. */
async function allHold(waiting, sideBySide) {
  const left = [...waiting];
  const workThrough = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [name, command, args] = next;
      const { code, output } = await run(command, args, 'pipe');
      process.stdout.write(code === 0 ? `— ${name}\n` : `— ${name}: exit code ${code}\n${output}`);
      if (code === 0) continue;
      process.exitCode = code;
      left.length = 0;
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, workThrough));
  return !process.exitCode;
}

/** Runs a tool of node_modules to its end; its output is answered where it is piped. */
function run(command, args, output) {
  return new Promise((done) => {
    const child = spawn(bin(command), args, {
      stdio: ['ignore', output, output],
      cwd: root,
      shell: process.platform === 'win32',
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (piece) => (text += piece));
    child.on('error', (error) => done({ code: 1, output: `${error.message}\n` }));
    child.on('close', (code) => done({ code: code ?? 1, output: text }));
  });
}

function summarise() {
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
  rmSync(report, { force: true });
  process.stdout.write(`tests: ${numPassedTests} passed, ${numFailedTests} failed\n`);
}
