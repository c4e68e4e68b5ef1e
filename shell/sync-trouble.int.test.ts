import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { MailboxKind } from '../core/domain/sync.ts';
import { startPostgres, type PostgresServer } from './postgres.fixture.ts';
import { devicesAt, meet, PASSPHRASE } from './sync.fixture.ts';
import { startProxy, type TcpProxy } from './tcp-proxy.fixture.ts';
import { add } from './write-path-starts.fixture.ts';
import { aWritingWorld, dumpOf, type WritingWorld } from './write-path.fixture.ts';

/** Sync where servers and lines are as they are: slow, cut, full, killed, newer. Nothing that was answered is lost. */

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

const titlesOf = async ({ client }: WritingWorld): Promise<string[]> =>
  (await client.tasks.list({})).tasks.map(({ title }) => title).toSorted();

const PUSHED = Array.from({ length: 40 }, (_, number) => `Task ${number} with a few more words`).toSorted();

async function withForty(): Promise<Awaited<ReturnType<typeof devicesAt>>> {
  const devices = await devicesAt('postgres', server);
  for (const title of PUSHED) await add(devices.here, title);
  return devices;
}

async function aLine(place: string): Promise<TcpProxy> {
  const proxy = await startProxy(place);
  onTestFinished(() => proxy.close());
  return proxy;
}

const refuseBatches = (then: string): string => `
  CREATE FUNCTION daymark_sync.refuse() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN ${then} END $$;
  CREATE TRIGGER refuse AFTER INSERT ON daymark_sync.batches FOR EACH ROW EXECUTE FUNCTION daymark_sync.refuse()`;

it('comes together over a line that is slow', async () => {
  const { here, there, place } = await withForty();
  const proxy = await aLine(place);
  proxy.delayMs = 50;
  await there.client.sync.setUp({ kind: 'postgres', place: proxy.through(place), passphrase: PASSPHRASE });
  await meet(here);
  await meet(there);
  expect(await titlesOf(there)).toEqual(PUSHED);
});

it('comes together over a line that is cut, wherever it is cut', async () => {
  const { here, there, place } = await withForty();
  const proxy = await aLine(place);
  await here.client.sync.setUp({ kind: 'postgres', place: proxy.through(place), passphrase: PASSPHRASE });
  let failed = 0;
  for (const bytes of [200, 900, 1_500, 2_500, 4_000]) {
    await add(here, `Before the cut after ${bytes} bytes`);
    proxy.cutAfter = bytes;
    const ended = await meet(here).catch((error: unknown) => error);
    proxy.cutAfter = null;
    if (!(ended instanceof Error)) continue;
    failed += 1;
    expect(ended).toMatchObject({ code: 'unreachable' });
    expect((await here.client.sync.status()).state).toBe('waiting');
  }
  expect(failed).toBeGreaterThan(2);
  await meet(here);
  await meet(there);
  expect(dumpOf(there)).toEqual(dumpOf(here));
  expect(await titlesOf(there)).toHaveLength(PUSHED.length + 5);
});

it.each([
  ['is full', `RAISE EXCEPTION 'no space' USING ERRCODE = '53100';`, 'its disk is full'],
  ['is killed within a transaction', 'PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL;', ''],
])('says so when the server %s, and loses nothing', async (_what, then, reason) => {
  const { here, there, place } = await withForty();
  await server.admin(place, refuseBatches(then));
  await expect(meet(here)).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining(reason) as string,
  });
  expect(await here.client.sync.status()).toMatchObject({ state: 'waiting', error: { code: 'unreachable' } });
  await server.admin(place, 'DROP FUNCTION daymark_sync.refuse CASCADE');
  expect((await meet(here)).pushed).toBeGreaterThanOrEqual(PUSHED.length);
  await meet(there);
  expect(await titlesOf(there)).toEqual(PUSHED);
});

it('refuses a mailbox of a newer version and an unknown password in words, and changes nothing', async () => {
  const { here, place } = await withForty();
  await server.admin(place, 'UPDATE daymark_sync.mailbox SET version = version + 1');
  const third = aWritingWorld('2027-05-03T08:00', 3);
  const join = (address: string) =>
    third.client.sync.setUp({ kind: 'postgres', place: address, passphrase: PASSPHRASE });
  await expect(join(place)).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringContaining('newer Daymark') as string,
  });
  await expect(meet(here)).rejects.toMatchObject({ code: 'unsupported' });
  const wrong = new URL(place);
  wrong.password = 'guessed';
  await expect(join(wrong.href)).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining('password') as string,
  });
  expect((await third.client.sync.status()).state).toBe('off');
  expect(await titlesOf(here)).toEqual(PUSHED);
});

it('works on a server that splits its tables by person, as the documentation says', async () => {
  const { here, there, place } = await devicesAt('postgres', server);
  const guide = readFileSync(new URL('../docs/scaling.md', import.meta.url), 'utf8');
  const statements = /```sql\n([^]*?)```/.exec(guide)?.[1] ?? '';
  expect(statements).toContain('PARTITION BY HASH');
  // As whoever made the mailbox.
  await server.admin(place, `SET ROLE ${new URL(place).username}; ${statements}`);
  for (const title of PUSHED) await add(here, title);
  await meet(here);
  await meet(there);
  expect(await titlesOf(there)).toEqual(PUSHED);
});

describe.each(['folder', 'postgres'] satisfies MailboxKind[])('a %s that has news', (kind) => {
  it('calls the other device, which fetches them without being asked', async () => {
    const { here, there } = await devicesAt(kind, server);
    await meet(there);
    const sync = there.services.sync;
    sync.start();
    onTestFinished(() => sync.stop());
    // The first round begins listening.
    await vi.waitFor(async () => expect((await there.client.sync.status()).state).toBe('idle'), 60_000);
    await meet(there);
    await add(here, 'Heard of at once');
    await meet(here);
    await vi.waitFor(async () => expect(await titlesOf(there)).toEqual(['Heard of at once']), {
      timeout: 60_000,
      interval: 100,
    });
  });
});
