import '../shell/small-heap.ts';
import { parseArgs } from 'node:util';
import { DaymarkError } from '../core/errors.ts';
import { errorFields } from '../shell/log.ts';
import { dataFolder, readSecret } from '../shell/places.ts';
import { adviceFor, warningLine } from '../shell/advice.ts';
import type { Profile } from '../shell/profile-types.ts';
import { compose, rendererFolder } from './compose.ts';
import { readPage } from './files.ts';
import { startHostServer } from './server.ts';

/**
 * The browser host: the program on a loopback address. Prints its address as one line, opens the default browser
 * unless `BROWSER=none`, and ends everything it started on Ctrl-C.
 */

const EXIT: Partial<Record<string, number>> = {
  invalidInput: 2,
  locked: 3,
  wrongPassphrase: 3,
  keychainUnavailable: 3,
};

interface HostArguments {
  dataDir: string;
  demo: boolean;
  port: number;
  secret: string | null;
}

function readArguments(argv: readonly string[], env: NodeJS.ProcessEnv): HostArguments {
  const { values } = parseHostArgs(argv);
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new DaymarkError('invalidInput', { reason: '--port takes a number from 0 to 65535' });
  }
  const demo = values.demo === true;
  return {
    dataDir: dataFolder(values['data-dir'], env, demo),
    demo,
    port,
    secret: readSecret(values['passphrase-file'], env),
  };
}

function parseHostArgs(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        'data-dir': { type: 'string' },
        'passphrase-file': { type: 'string' },
        port: { type: 'string' },
        demo: { type: 'boolean' },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DaymarkError('invalidInput', { reason }, { cause: error });
  }
}

async function run(): Promise<void> {
  const { dataDir, demo, port, secret } = readArguments(process.argv.slice(2), process.env);
  const page = readPage(rendererFolder);
  const door = await compose({ dataDir, demo, secret }).catch((error: unknown) => {
    process.stderr.write(`${wordsFor(error)}${adviceFor(error, dataDir, process.env)}\n`);
    process.exit(exitCodeOf(error));
  });
  if (door.kind === 'guest') {
    door.close();
    await offerRunning(door.owner);
    return;
  }
  const { profile } = door;
  await tellTroubles(profile);
  // One request that failed in an unforeseen way must not end everybody's page.
  process.on('unhandledRejection', (error) => profile.log('error', 'host.unhandled', errorFields(error)));
  try {
    const server = await startHostServer({
      page,
      port,
      serve: (served) => profile.serve(served),
    });
    endWith(async () => {
      await server.close();
      await profile.close();
    });
    profile.offerAddress(() => server.address());
    await announce(server.address());
  } catch (error) {
    await endQuietly(profile);
    throw error;
  }
}

/** What is wrong with the files is said here, too, for who never looks at the page. */
async function tellTroubles(profile: Profile): Promise<void> {
  if (profile.state === 'damaged' && profile.closedBecause) {
    process.stderr.write(`${profile.closedBecause.message} The page offers the ways back.\n`);
  }
  for (const warning of (await profile.client.app.status()).warnings)
    process.stderr.write(`${warningLine(warning, profile.dataDir, process.env)}\n`);
}

/** A second start leads to the one that runs. */
async function offerRunning(owner: { shell: string; address: string | null }): Promise<void> {
  if (owner.address) return announce(owner.address);
  process.stderr.write(
    `Daymark already has this profile open (${owner.shell}). Use that window, or end it first.\n`,
  );
  process.exitCode = 3;
}

async function announce(address: string): Promise<void> {
  process.stdout.write(`Daymark is at ${address}\n`);
  if (process.env['BROWSER'] === 'none') return;
  try {
    const { default: open } = await import('open');
    const child = await open(address);
    child.on('error', () => {});
  } catch {
    // No browser here; the address is printed.
  }
}

function endWith(close: () => Promise<void>): void {
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}

async function endQuietly(profile: Profile): Promise<void> {
  try {
    await profile.close();
  } catch {
    // The first error is the one to tell.
  }
}

function wordsFor(error: unknown): string {
  if (error instanceof DaymarkError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function exitCodeOf(error: unknown): number {
  return error instanceof DaymarkError ? (EXIT[error.code] ?? 1) : 1;
}

run().catch((error: unknown) => {
  process.stderr.write(`${wordsFor(error)}\n`);
  process.exit(exitCodeOf(error));
});
