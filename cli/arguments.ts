import { parseArgs } from 'node:util';
import { DaymarkError } from '../core/errors.ts';
import { calendarMoment, zoneId } from '../core/time/schemas.ts';
import { check } from './check.ts';

/** The command line, read and checked before anything is started. */

export const USAGE = `Usage: daymark COMMAND [options]

  parse [--jsonl] [TEXT]        what a line means          --now --tz --locale --data-dir
  solve                         plans a problem (stdin)    --time-limit-ms --seed
  embed --jsonl                 vectors of lines (stdin)
  replay --targets A,B          predictions of a history   --own-estimate --tz --seed
  insights [--jsonl]            what your past, or a history (stdin), says about you  --now --tz
  metrics [--json]              how things went, and how good each predictor was
  predict ID                    what each predictor says of a task, and why
  recommend [ID]                what would get stuck tasks, or this one, moving; --take KIND does it
  add TEXT                      makes a task
  do TEXT                       what a sentence asks of the tasks there are, such as
                                "move gym to tomorrow"; --yes does it, --task ID chooses
  list                          open tasks and those on hold  --all
                                --filter "p1 & !#Work & due this week": those that meet it
  plan                          plans again
  reminders                     those that are due, and those of the next seven days
  edit ID field=value…          corrects a task
                                status=someday|waiting puts it on hold, status=open plans it again
                                reminders=10,2027-05-03T09:00: minutes before it begins, or moments
  update --filter F field=value…  changes every task that meets it, as one step; --yes does it
                                status=done finishes them, tags=+a,-b adds and removes tags
  start ID, done ID             timer and finish           --minutes
  track ID --from --to          adds time that no timer saw; without --from and --to lists what is tracked,
                                --change STRETCH puts one right, --remove STRETCH takes it away
  undo, redo                    the last change back, or again
  skip ID, drop ID              not this time; won't be done (of a series only this one)
  end ID                        ends a series; the present one is the last
  delete ID…                    into the trash; trash list, restore ID, empty
  filters                       saved filters; save NAME --filter "…", remove ID
  search TEXT                   by words and by meaning; also "dentist & due this week"
  settings [field=value…]       shows or changes them, such as languages=en,de
  events --from DAY --to DAY    events of these days --tz
                                --file FILE.ics: of a calendar file, without a profile
  calendar add URL|FILE         subscribes to a calendar  --name --show-only --allow-private
                                --user NAME --password-file FILE: of a CalDAV account
  calendar find URL             the calendars of a CalDAV account  --user --password-file
  calendar list, refresh        what there is; looks again
  calendar remove ID            ends a subscription
  publish --url URL | --file F  the plan in a calendar of its own, kept in step both ways; alone it does so now
                                --user NAME --password-file FILE; --status only tells
  publish off                   takes it away again        --keep
  capture-folder FOLDER | off   each text file in it becomes a task; alone it takes what is there now
  import FILE                   tasks of another program   --format --columns title=Name,… --dry-run
  export --format F             everything: json, csv, ics, markdown, html or archive; --out FILE
                                archive is encrypted (--password-file); import takes the same
  sync --url URL | --folder DIR meets your other devices there, once; --create makes the place, --status only tells
                                --passphrase-file FILE: the sync passphrase
  call NAME [JSON]              any call of the contract, such as tasks.pin '{"id":…}'
  api on|off|status|document    the local API: the same calls over HTTP on this computer
  mcp                           serves a local assistant (MCP, stdio)  --write: it may change data
  backups                       lists the backups
  restore [NAME]                puts a backup back, the newest good one without a name
                                --start-anew: an empty database in the place of a damaged one
                                --keep: ends a warning about missing data

Personal commands take --data-dir, --now, --tz and --passphrase-file. With "-" as its TEXT, add, do, search and
parse read it from standard input, which no process list shows; add makes a task of each line.
`;

const options = {
  jsonl: { type: 'boolean' },
  json: { type: 'boolean' },
  now: { type: 'string' },
  tz: { type: 'string' },
  locale: { type: 'string' },
  'data-dir': { type: 'string' },
  'passphrase-file': { type: 'string' },
  'time-limit-ms': { type: 'string' },
  seed: { type: 'string' },
  targets: { type: 'string' },
  'own-estimate': { type: 'boolean' },
  minutes: { type: 'string' },
  change: { type: 'string' },
  remove: { type: 'string' },
  all: { type: 'boolean' },
  filter: { type: 'string' },
  'start-anew': { type: 'boolean' },
  keep: { type: 'boolean' },
  from: { type: 'string' },
  to: { type: 'string' },
  file: { type: 'string' },
  yes: { type: 'boolean' },
  task: { type: 'string' },
  take: { type: 'string' },
  format: { type: 'string' },
  columns: { type: 'string' },
  'dry-run': { type: 'boolean' },
  out: { type: 'string' },
  name: { type: 'string' },
  'show-only': { type: 'boolean' },
  'allow-private': { type: 'boolean' },
  user: { type: 'string' },
  'password-file': { type: 'string' },
  write: { type: 'boolean' },
  url: { type: 'string' },
  folder: { type: 'string' },
  create: { type: 'boolean' },
  status: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

type OptionName = keyof typeof options;

const personal: OptionName[] = ['data-dir', 'now', 'tz', 'passphrase-file', 'help'];
const allowed = {
  parse: [...personal, 'jsonl', 'locale'],
  solve: ['time-limit-ms', 'seed', 'help'],
  embed: ['jsonl', 'help'],
  insights: [...personal, 'jsonl'],
  metrics: [...personal, 'json'],
  predict: personal,
  recommend: [...personal, 'take'],
  replay: ['targets', 'own-estimate', 'tz', 'seed', 'help'],
  add: personal,
  do: [...personal, 'yes', 'task'],
  list: [...personal, 'all', 'filter'],
  plan: personal,
  reminders: personal,
  edit: personal,
  update: [...personal, 'filter', 'yes'],
  delete: personal,
  trash: personal,
  filters: [...personal, 'filter'],
  start: personal,
  done: [...personal, 'minutes'],
  track: [...personal, 'from', 'to', 'change', 'remove'],
  undo: personal,
  redo: personal,
  skip: personal,
  drop: personal,
  end: personal,
  search: personal,
  settings: personal,
  events: [...personal, 'from', 'to', 'file'],
  call: personal,
  api: personal,
  mcp: ['data-dir', 'passphrase-file', 'write', 'help'],
  calendar: [...personal, 'name', 'show-only', 'allow-private', 'user', 'password-file'],
  'capture-folder': personal,
  publish: [...personal, 'url', 'file', 'user', 'password-file', 'allow-private', 'status', 'keep'],
  sync: ['data-dir', 'passphrase-file', 'url', 'folder', 'create', 'status', 'help'],
  import: [...personal, 'format', 'columns', 'dry-run', 'password-file'],
  export: [...personal, 'format', 'out', 'password-file'],
  backups: ['data-dir', 'passphrase-file', 'help'],
  restore: ['data-dir', 'passphrase-file', 'start-anew', 'keep', 'help'],
} satisfies Record<string, OptionName[]>;

export type CommandName = keyof typeof allowed;

export interface CommandLine {
  command: CommandName | 'help';
  positionals: string[];
  jsonl: boolean;
  now: string | undefined;
  tz: string | undefined;
  locale: string | undefined;
  dataDir: string | undefined;
  passphraseFile: string | undefined;
  timeLimitMs: number;
  seed: number;
  targets: string;
  ownEstimate: boolean;
  startAnew: boolean;
  keep: boolean;
  yes: boolean;
  task: string | undefined;
  take: string | undefined;
  minutes: number | undefined;
  change: string | undefined;
  remove: string | undefined;
  from: string | undefined;
  to: string | undefined;
  file: string | undefined;
  all: boolean;
  filter: string | undefined;
  format: string | undefined;
  columns: string | undefined;
  dryRun: boolean;
  out: string | undefined;
  name: string | undefined;
  showOnly: boolean;
  allowPrivate: boolean;
  user: string | undefined;
  passwordFile: string | undefined;
  write: boolean;
  url: string | undefined;
  folder: string | undefined;
  create: boolean;
  status: boolean;
}

const DEFAULT_SOLVE_MS = 1_000;

/** Throws `invalidInput` with one line for anything that isn't a command as `USAGE` says. */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const { values, positionals } = parsed(argv);
  const [name, ...rest] = positionals;
  if (values.help || name === 'help' || name === undefined) {
    if (name === undefined && !values.help)
      throw new DaymarkError('invalidInput', { reason: 'no command; try help' });
    return { ...common(values), command: 'help', positionals: [] };
  }
  if (!isCommand(name))
    throw new DaymarkError('invalidInput', { reason: `there is no command ${name}; try help` });
  for (const option of Object.keys(values) as OptionName[]) {
    const known: readonly OptionName[] = allowed[name];
    if (!known.includes(option))
      throw new DaymarkError('invalidInput', { reason: `${name} takes no --${option}` });
  }
  return { ...common(values), command: name, positionals: rest };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n', 1)[0]! : String(error);
    throw new DaymarkError('invalidInput', { reason }, { cause: error });
  }
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(allowed, name);
}

function common(values: ReturnType<typeof parsed>['values']): Omit<CommandLine, 'command' | 'positionals'> {
  return {
    jsonl: values.jsonl === true,
    now: values.now === undefined ? undefined : check(calendarMoment, values.now, '--now'),
    tz: values.tz === undefined ? undefined : check(zoneId, values.tz, '--tz'),
    locale: values.locale,
    dataDir: values['data-dir'],
    passphraseFile: values['passphrase-file'],
    timeLimitMs: integer(values['time-limit-ms'], '--time-limit-ms', 1, 600_000) ?? DEFAULT_SOLVE_MS,
    seed: integer(values.seed, '--seed', 0, 0xffff_ffff) ?? 1,
    targets: values.targets ?? 'duration,priority,completion',
    ownEstimate: values['own-estimate'] === true,
    startAnew: values['start-anew'] === true,
    keep: values.keep === true,
    yes: values.yes === true,
    task: values.task,
    take: values.take,
    minutes: positive(values.minutes, '--minutes'),
    change: values.change,
    remove: values.remove,
    from: values.from,
    to: values.to,
    file: values.file,
    all: values.all === true,
    filter: values.filter,
    format: values.format,
    columns: values.columns,
    dryRun: values['dry-run'] === true,
    out: values.out,
    name: values.name,
    showOnly: values['show-only'] === true,
    allowPrivate: values['allow-private'] === true,
    user: values.user,
    passwordFile: values['password-file'],
    write: values.write === true,
    url: values.url,
    folder: values.folder,
    create: values.create === true,
    status: values.status === true,
  };
}

function integer(text: string | undefined, name: string, from: number, to: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= from && value <= to) return value;
  throw new DaymarkError('invalidInput', { reason: `${name} takes a whole number from ${from} to ${to}` });
}

function positive(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isFinite(value) && value > 0 && value <= 100_000) return value;
  throw new DaymarkError('invalidInput', { reason: `${name} takes minutes above 0` });
}
