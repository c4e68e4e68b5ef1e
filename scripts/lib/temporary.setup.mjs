import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder of this run for everything temporary, in the tests and in whatever they start. It is removed at the end; what a
 * killed run left is removed by the next one.
 */
const PREFIX = 'daymark-run-';

export function setup() {
  const folders = tmpdir();
  for (const name of readdirSync(folders)) {
    const pid = name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length), 10) : Number.NaN;
    if (pid > 0 && !isAlive(pid)) remove(join(folders, name));
  }
  const folder = mkdtempSync(join(folders, `${PREFIX}${process.pid}-`));
  // Some tests of a superuser go on as another user, who has to get through it.
  chmodSync(folder, 0o711);
  for (const name of ['TMPDIR', 'TMP', 'TEMP']) process.env[name] = folder;
  return () => {
    const left = readdirSync(folder).filter((name) => name.startsWith('daymark-'));
    if (left.length > 0) process.stderr.write(`Left by tests: ${left.join(', ')}\n`);
    remove(folder);
  };
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Another user's, or one that a process is still writing to, stays for another time. */
function remove(folder) {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch {}
}
