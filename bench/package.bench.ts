import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packApp } from '../scripts/lib/pack.ts';
import type { Bench } from './types.ts';

/** What an installed Daymark takes on the disk, beside Electron itself. Needs a build. */

/** Model, database, ONNX Runtime and the page; Electron adds its own 250 MB. */
const BUDGET_MB = 120;

function bytesBelow(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

const packed: Bench = {
  name: 'package',
  async run() {
    if (process.platform !== 'linux') return [];
    const folder = mkdtempSync(join(tmpdir(), 'daymark-pack-bench-'));
    try {
      const app = await packApp(folder);
      const megabytes = bytesBelow(app) / 1e6;
      return [
        {
          name: `packed app without Electron, linux ${process.arch}`,
          value: megabytes,
          unit: 'MB',
          budget: BUDGET_MB,
        },
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

export default [packed];
