import { exitCodeOf } from '../shell/exit-code.ts';
import '../shell/small-heap.ts';
import { parseArgs } from 'node:util';
import { DaymarkError } from '../core/errors.ts';
import { errorFields } from '../shell/log.ts';
import { dataFolder, readSecret } from '../shell/places.ts';
import { adviceFor, warningLine } from '../shell/advice.ts';
import { removeOpeners } from '../shell/opener.ts';
import type { ProfileAccess, Profile } from '../shell/profile-types.ts';
import { compose, rendererFolder, type HostProfileOptions } from './compose.ts';
import { announce } from './announce.ts';
import { hostDesktop } from './desktop.ts';
import { readPage, type PageFiles } from './files.ts';
import { readHostMemory, writeHostMemory } from './memory.ts';
import { TOKEN_LIFE_MS } from './security.ts';
import { startHostServer, type HostServer } from './server.ts';

/**
 * The browser host: the program on a loopback address. Prints its address as one line, opens the default browser
 * unless `BROWSER=none`, and ends everything it started on Ctrl-C.
 */

const START_MS = 10_000;
const POLL_MS = 100;

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
  const access = await openOrFind({ dataDir, demo, secret }).catch((error: unknown) => {
    process.stderr.write(`${wordsFor(error)}${adviceFor(error, dataDir, process.env)}\n`);
    process.exit(exitCodeOf(error));
  });
  if (access.kind === 'guest') {
    access.close();
    offerRunning(dataDir, access.owner);
    return;
  }
  const { profile } = access;
  await reportProblems(profile);
  // One request that failed in an unforeseen way must not end everybody's page.
  process.on('unhandledRejection', (error) => profile.log('error', 'host.unhandled', errorFields(error)));
  try {
    const { server, address } = await serveProfile(profile, page, port);
    endWith(async () => {
      removeOpeners(dataDir);
      await server.close();
      await profile.close();
    });
    announceAt(dataDir, address());
  } catch (error) {
    await endQuietly(profile);
    throw error;
  }
}

/** A host that is just being started has its profile a moment before it has an address. */
async function openOrFind(options: HostProfileOptions): Promise<ProfileAccess> {
  for (let left = START_MS / POLL_MS; ; left -= 1) {
    const access = await compose(options);
    const isStarting =
      access.kind === 'guest' && access.owner.shell === 'browser' && access.owner.address === null;
    if (!isStarting || left <= 0) return access;
    access.close();
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
}

/** What is wrong with the files is said here, too, for who never looks at the page. */
async function reportProblems(profile: Profile): Promise<void> {
  if (profile.state === 'damaged' && profile.closedBecause) {
    process.stderr.write(`${profile.closedBecause.message} The page offers the ways back.\n`);
  }
  for (const warning of (await profile.client.app.status()).warnings)
    process.stderr.write(`${warningLine(warning, profile.dataDir, process.env)}\n`);
}

/** Listens where it listened the last time, if it can: pages that are still open look for it there. */
async function serveProfile(
  profile: Profile,
  page: PageFiles,
  port: number,
): Promise<{ server: HostServer; address: () => string }> {
  const { dataDir } = profile;
  removeOpeners(dataDir);
  const memory = readHostMemory(dataDir);
  const server = await startHostServer({
    page,
    port: port === 0 ? memory.port : port,
    anyPort: port === 0,
    returnSecrets: memory.secrets,
    serve: (served) => profile.serve(served),
    now: () => performance.now(),
  });
  writeHostMemory(dataDir, { ...memory, port: server.port });
  let sweep: NodeJS.Timeout | undefined;
  const address = (): string => {
    clearTimeout(sweep);
    sweep = setTimeout(() => removeOpeners(dataDir), TOKEN_LIFE_MS);
    sweep.unref();
    return server.address();
  };
  profile.offerAddress(address);
  return { server, address };
}

/** A second start leads to the one that runs. */
function offerRunning(dataDir: string, owner: { shell: string; address: string | null }): void {
  if (owner.address) return announceAt(dataDir, owner.address);
  process.stderr.write(
    `Daymark already has this profile open (${owner.shell}). Use that window, or end it first.\n`,
  );
  process.exitCode = 3;
}

function announceAt(dataDir: string, address: string): void {
  announce({
    dataDir,
    address,
    opensBrowser: process.env['BROWSER'] !== 'none',
    isTerminal: process.stdout.isTTY,
    print: (text) => void process.stdout.write(text),
    open: (target, failed) => void hostDesktop.links.open(target).catch(failed),
  });
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

run().catch((error: unknown) => {
  process.stderr.write(`${wordsFor(error)}\n`);
  process.exit(exitCodeOf(error));
});
