import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { requireModernNode, root } from './lib/runtime.mjs';

requireModernNode();
await ensureBuilt();
const { status } = spawnSync(
  process.execPath,
  ['--expose-gc', join(root, 'bench/run.ts'), ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    cwd: root,
  },
);
process.exitCode = status ?? 1;
