import { ensureBuilt } from './build.mjs';
import { requireModernNode } from './lib/runtime.mjs';

requireModernNode();
await ensureBuilt(['model', 'node']);
await import('../dist/cli/index.js');
