import { DaymarkError, type ErrorCode } from '../core/errors.ts';
import { say, type Message } from '../core/messages/index.ts';
import { listBackups } from '../db/index.ts';
import { dataFolder } from './places.ts';

/** What to do about a profile that can't be opened or lacks data, for shells without a page. */

type Environment = Readonly<Record<string, string | undefined>>;

/** What to say beside an error that kept a profile from opening; empty when there is nothing to add. */
export function adviceFor(error: unknown, dataDir: string, env: Environment): string {
  if (!(error instanceof DaymarkError) || dataDir === '') return '';
  const { code } = error;
  if (!isAboutFiles(code)) return '';
  const restart = `${command(dataDir, env, '--start-anew')} begins with an empty one and keeps the old files.`;
  if (code === 'keyFileMissing' || code === 'keyFileDamaged') {
    return ` Nothing can be read without it, backups included: put the file back if you have a copy. ${restart}`;
  }
  const newest = listBackups(dataDir)[0];
  if (!newest) return ` There is no backup. ${restart}`;
  return ` The newest backup is ${newest.name}; ${command(dataDir, env)} puts it back. ${restart}`;
}

function isAboutFiles(code: ErrorCode): boolean {
  return ['databaseForeign', 'databaseMissing', 'keyFileMissing', 'keyFileDamaged'].includes(code);
}

/** A warning about missing data as one line, with the ways to answer it. */
export function warningLine(warning: Message, dataDir: string, env: Environment): string {
  const keep = `${command(dataDir, env, '--keep')} keeps the data as it is and ends this message.`;
  const newest = listBackups(dataDir)[0];
  const back = newest ? ` ${command(dataDir, env)} puts the newest backup back, ${newest.name}.` : '';
  return `${say(warning)}${back} ${keep}`;
}

/** The restore command for this profile, quoted for a shell. */
function command(dataDir: string, env: Environment, ...options: string[]): string {
  const { DAYMARK_DATA_DIR: _given, ...rest } = env;
  const own = dataFolder(undefined, rest) === dataDir ? [] : ['--data-dir', quoted(dataDir)];
  return `"${['npm run -s cli -- restore', ...options, ...own].join(' ')}"`;
}

function quoted(path: string): string {
  if (/^[\w./:~+@%-]+$/.test(path)) return path;
  return process.platform === 'win32' ? `'${path}'` : `'${path.replaceAll("'", `'\\''`)}'`;
}
