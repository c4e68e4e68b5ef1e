import { MAX_CAPTURE_LENGTH, MAX_QUERY_LENGTH } from '../core/contract/index.ts';
import { MAX_PASTE_LENGTH } from '../core/domain/paste.ts';
import { DaymarkError } from '../core/errors.ts';
import { calendarMoment } from '../core/time/schemas.ts';
import { exitCodeOf } from '../shell/exit-code.ts';
import { dataFolder, readSecret } from '../shell/places.ts';
import { adviceFor, warningLine } from '../shell/advice.ts';
import { backupsOf, keepCurrent, restoreProfile, startProfileAnew } from '../shell/restore.ts';
import type { AppClient } from '../shell/rpc.ts';
import { readCommandLine, USAGE, type CommandLine } from './arguments.ts';
import { deleteWork, filtersWork, trashWork, updateWork } from './bulk-commands.ts';
import { apiWork, callWork } from './call-commands.ts';
import { check } from './check.ts';
import { helperReady, withProfile, type ProfileTarget } from './compose.ts';
import {
  calendarWork,
  eventsCommand,
  exportCommand,
  exportFormatOf,
  fileEventsCommand,
  importCommand,
  importOptionsOf,
  passphraseOf,
  spanOf,
} from './exchange-commands.ts';
import { readText, writeJson, type Streams } from './io.ts';
import {
  historyInsightsCommand,
  insightsCommand,
  metricsCommand,
  predictCommand,
} from './insight-commands.ts';
import { recommendWork } from './recommend-command.ts';
import { mcpCommand } from './mcp.ts';
import { intentCommand } from './intent-command.ts';
import { embedCommand, parseCommand, replayCommand, solveCommand } from './model-commands.ts';
import {
  addCommand,
  addListCommand,
  closeCommand,
  doneCommand,
  editCommand,
  endCommand,
  listCommand,
  planCommand,
  remindersCommand,
  searchCommand,
  startCommand,
  trackCommand,
  type TrackRequest,
  undoCommand,
} from './personal-commands.ts';
import { captureFolderWork } from './capture-folder-command.ts';
import { publishWork } from './publish-command.ts';
import { settingsCommand, settingsOf } from './settings-command.ts';
import { syncCommand } from './sync-command.ts';

/** The command line: JSON on standard output, messages on standard error, exit 0, 2 for bad input, 3 when locked. */

async function run(argv: readonly string[], streams: Streams): Promise<void> {
  const line = readCommandLine(argv);
  switch (line.command) {
    case 'help':
      streams.stderr.write(USAGE);
      return;
    case 'parse':
      return parse(line, streams);
    case 'solve':
      return solveCommand(line, streams);
    case 'embed':
      if (!line.jsonl)
        throw new DaymarkError('invalidInput', { reason: 'embed reads --jsonl from standard input' });
      return embedCommand(streams);
    case 'insights':
      if (line.jsonl) return historyInsightsCommand(line, streams);
      return personal(line, streams);
    case 'replay':
      return replayCommand(line, streams);
    case 'backups':
      return writeJson(streams.stdout, { backups: await backupsOf(targetOf(line)) });
    case 'restore':
      return restore(line, streams);
    case 'events':
      return line.file === undefined ? personal(line, streams) : fileEventsCommand(line.file, line, streams);
    default:
      return personal(line, streams);
  }
}

async function parse(line: CommandLine, streams: Streams): Promise<void> {
  if (line.jsonl && line.positionals.length > 0)
    throw new DaymarkError('invalidInput', { reason: 'parse takes TEXT or --jsonl, not both' });
  const text = line.jsonl ? '' : await textOf(line, streams, MAX_CAPTURE_LENGTH);
  if (!line.jsonl && text === '')
    throw new DaymarkError('invalidInput', { reason: 'parse takes TEXT or --jsonl' });
  const profile = line.dataDir === undefined ? null : targetOf(line);
  return parseCommand({ ...line, text, profile }, streams);
}

/** The words of a command; a single "-" stands for standard input. Throws `tooLarge` beyond the limit in UTF-16 units. */
function textOf(line: CommandLine, streams: Streams, limit: number): Promise<string> | string {
  const text = line.positionals.join(' ');
  return text === '-' ? readText(streams.stdin, limit) : text;
}

function targetOf(line: CommandLine): ProfileTarget {
  return {
    dataDir: dataFolder(line.dataDir, process.env),
    // Of "sync" the file holds the sync passphrase, which opens no profile.
    secret: readSecret(line.command === 'sync' ? undefined : line.passphraseFile, process.env),
  };
}

/** The answers to a damaged database: a backup, an empty one, or the data as it is. */
async function restore(line: CommandLine, streams: Streams): Promise<void> {
  const [name = null, ...rest] = line.positionals;
  if (rest.length > 0) throw new DaymarkError('invalidInput', { reason: 'restore takes one NAME or none' });
  if (Number(name !== null) + Number(line.startAnew) + Number(line.keep) > 1)
    throw new DaymarkError('invalidInput', { reason: 'restore takes a NAME, --start-anew or --keep' });
  const request = { ...targetOf(line), now: Date.now() };
  if (line.startAnew) return writeJson(streams.stdout, await startProfileAnew(request));
  if (line.keep) return writeJson(streams.stdout, await keepCurrent(request));
  return writeJson(streams.stdout, await restoreProfile({ ...request, name }));
}

/** What is wrong with the words of a command is said before a profile is opened. */
async function personal(line: CommandLine, streams: Streams): Promise<void> {
  const work = await personalWork(line, streams);
  const target = targetOf(line);
  return withProfile(target, async (client) => {
    for (const warning of (await client.app.status()).warnings)
      streams.stderr.write(`${warningLine(warning, target.dataDir, process.env)}\n`);
    await work(client);
  });
}

type Work = (client: AppClient) => Promise<void>;

async function personalWork(line: CommandLine, streams: Streams): Promise<Work> {
  const [id, ...rest] = line.positionals;
  switch (line.command) {
    case 'add':
      return addWork(await textOf(line, streams, MAX_PASTE_LENGTH), line, streams);
    case 'do': {
      const text = await textOf(line, streams, MAX_CAPTURE_LENGTH);
      if (text.trim() === '') throw new DaymarkError('invalidInput', { reason: 'do takes TEXT' });
      return (client) => intentCommand(client, text, line, streams);
    }
    case 'search': {
      const text = await textOf(line, streams, MAX_QUERY_LENGTH);
      if (text.trim() === '') throw new DaymarkError('invalidInput', { reason: 'search takes TEXT' });
      return (client) => searchCommand(client, text, streams);
    }
    case 'events': {
      const span = spanOf(line);
      return (client) => eventsCommand(client, span, line.tz, streams);
    }
    case 'sync': {
      const { url, folder, create, status } = line;
      const passphrase =
        line.passphraseFile === undefined ? null : readSecret(line.passphraseFile, process.env);
      return (client) => syncCommand(client, { url, folder, create, status, passphrase }, streams);
    }
    case 'mcp':
      return (client) => mcpCommand(client, { write: line.write, ready: () => helperReady(client) }, streams);
    case 'call':
      return callWork(line.positionals, line, streams);
    case 'api':
      return apiWork(line.positionals, streams);
    case 'calendar':
      return calendarWork(id, rest, line, streams);
    case 'capture-folder':
      return captureFolderWork(line.positionals, streams);
    case 'publish':
      return publishWork(line.positionals, line, streams);
    case 'import': {
      if (id === undefined || rest.length > 0)
        throw new DaymarkError('invalidInput', { reason: 'import takes one FILE' });
      const options = importOptionsOf(line);
      return (client) => importCommand(client, id, options, streams);
    }
    case 'export': {
      const format = exportFormatOf(line.format);
      const passphrase = passphraseOf(line.passwordFile);
      if ((format === 'archive') !== (passphrase !== undefined))
        throw new DaymarkError('invalidInput', {
          reason: 'an archive takes --password-file, and nothing else does',
        });
      return (client) => exportCommand(client, { format, out: line.out, passphrase }, streams);
    }
    case 'insights':
      return (client) => insightsCommand(client, line, streams);
    case 'recommend':
      return recommendWork(line, streams);
    case 'metrics':
      return (client) => metricsCommand(client, line, streams);
    case 'list':
      return (client) => listCommand(client, line, streams);
    case 'undo':
    case 'redo': {
      const { command } = line;
      return (client) => undoCommand(client, command, streams);
    }
    case 'settings': {
      const pairs = line.positionals;
      settingsOf(pairs);
      return (client) => settingsCommand(client, pairs, streams);
    }
    case 'update':
      return updateWork(line.positionals, line, streams);
    case 'delete':
      return deleteWork(line.positionals, streams);
    case 'trash':
      return trashWork(line.positionals, streams);
    case 'filters':
      return filtersWork(line.positionals, line.filter, streams);
    case 'plan':
      return (client) => planCommand(client, line, streams);
    case 'reminders':
      return (client) => remindersCommand(client, line, streams);
  }
  if (id === undefined) throw new DaymarkError('invalidInput', { reason: `${line.command} takes an ID` });
  if (line.command === 'predict') return (client) => predictCommand(client, id, streams);
  if (line.command === 'edit') return (client) => editCommand(client, id, rest, line, streams);
  if (line.command === 'track') {
    const request = trackRequestOf(line);
    return (client) => trackCommand(client, id, request, line, streams);
  }
  if (line.command === 'start') return (client) => startCommand(client, id, line, streams);
  if (line.command === 'skip' || line.command === 'drop') {
    const { command } = line;
    return (client) => closeCommand(client, command, id, line, streams);
  }
  if (line.command === 'end') return (client) => endCommand(client, id, streams);
  return (client) => doneCommand(client, id, line.minutes, line, streams);
}

function trackRequestOf({ from, to, change, remove }: CommandLine): TrackRequest {
  if (remove !== undefined && (change ?? from ?? to) === undefined)
    return { kind: 'remove', stretchId: remove };
  if ((from ?? to ?? change ?? remove) === undefined) return { kind: 'list' };
  if (from === undefined || to === undefined || remove !== undefined)
    throw new DaymarkError('invalidInput', {
      reason: 'track takes --from and --to, with --change those of a stretch, or --remove alone',
    });
  const span = { from: check(calendarMoment, from, '--from'), to: check(calendarMoment, to, '--to') };
  return change === undefined ? { kind: 'add', ...span } : { kind: 'change', stretchId: change, ...span };
}

/** One line is a task, several are a list as it is pasted. */
function addWork(text: string, line: CommandLine, streams: Streams): Work {
  if (text.trim() === '') throw new DaymarkError('invalidInput', { reason: 'add takes TEXT' });
  if (/[\n\r]/.test(text.trim())) return (client) => addListCommand(client, text, line, streams);
  if (text.length > MAX_CAPTURE_LENGTH)
    throw new DaymarkError('tooLarge', { limit: `${MAX_CAPTURE_LENGTH} characters` });
  return (client) => addCommand(client, text, line, streams);
}

/** The folder the command was about; words that make no sense ask for none. */
function askedFolder(): string {
  try {
    return dataFolder(readCommandLine(process.argv.slice(2)).dataDir, process.env);
  } catch {
    return '';
  }
}

function report(error: unknown): number {
  if (error instanceof DaymarkError) {
    process.stderr.write(`${error.message}${adviceFor(error, askedFolder(), process.env)}\n`);
    return exitCodeOf(error);
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
}

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

/** Ends only when everything that was written has left; on Windows a pipe is written in the background. */
function end(code: number): void {
  process.stdout.write('', () => process.exit(code));
}

run(process.argv.slice(2), process).then(
  () => end(0),
  (error: unknown) => end(report(error)),
);
