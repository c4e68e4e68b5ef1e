import { existsSync, readFileSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Profile } from './profile-types.ts';
import { noMl, openTestProfile, removeFolder, temporaryFolder } from './testing.ts';

/** The local API over real HTTP, on a real profile. */

let dataDir: string;
let profile: Profile;
beforeEach(async () => {
  dataDir = temporaryFolder();
  profile = await openTestProfile(dataDir, { shell: 'browser', spawnMl: noMl });
});
afterEach(async () => {
  await profile.close();
  removeFolder(dataDir);
});

interface Access {
  address: string;
  token: string;
}

async function turnedOn(): Promise<Access> {
  const { tokenFile } = await profile.client.app.setLocalApi({ enabled: true });
  return JSON.parse(readFileSync(tokenFile, 'utf8')) as Access;
}

interface Answer {
  status: number;
  body: unknown;
}

function asked(
  { address, token }: Access,
  path: string,
  {
    body = '',
    headers = {},
    method = 'POST',
  }: { body?: string; headers?: Record<string, string>; method?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const all = { authorization: `Bearer ${token}`, ...headers };
    const sent = request(`${address}${path}`, { method, headers: all, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        const lines = text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as unknown);
        const streamed = response.headers['content-type'] === 'application/jsonl';
        resolve({ status: response.statusCode ?? 0, body: streamed ? lines : lines[0] });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

it('is off until it is turned on, serves the contract, and is gone again', async () => {
  expect(await profile.client.app.localApi()).toMatchObject({ enabled: false, address: null });
  expect(existsSync(join(dataDir, 'api.json'))).toBe(false);
  const access = await turnedOn();
  const othersMay = process.platform === 'win32' ? 0 : statSync(join(dataDir, 'api.json')).mode & 0o077;
  expect(othersMay).toBe(0);
  const text = JSON.stringify({ text: 'Call Julia' });
  const key = { 'idempotency-key': 'one-intent-of-a-script' };
  const made = await asked(access, '/v1/tasks/create', { body: text, headers: key });
  expect(made).toMatchObject({ status: 200, body: { title: 'Call Julia' } });
  // The same intent again is not a second task.
  expect((await asked(access, '/v1/tasks/create', { body: text, headers: key })).body).toEqual(made.body);
  expect((await asked(access, '/v1/tasks/list', { body: '{}' })).body).toMatchObject({ total: 1 });
  const exported = await asked(access, '/v1/exports/make', { body: '{"format":"csv"}' });
  expect(exported.body).toMatchObject([{ text: expect.stringContaining('Call Julia') as string }]);
  await profile.client.app.setLocalApi({ enabled: false });
  await expect(asked(access, '/v1/tasks/list')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(existsSync(join(dataDir, 'api.json'))).toBe(false);
  expect((await turnedOn()).token).not.toBe(access.token);
});

it('stays on over a new start, at the same address', async () => {
  const access = await turnedOn();
  await profile.close();
  profile = await openTestProfile(dataDir, { shell: 'browser', spawnMl: noMl });
  await profile.client.app.setLocalApi({ enabled: true });
  expect((await asked(access, '/v1/tasks/list', { body: '{}' })).status).toBe(200);
});

it('turns away a request that has no token, comes from a page, or calls this host by another name', async () => {
  const access = await turnedOn();
  const refused = { status: 401, body: { code: 'unauthorized' } };
  const strange: Record<string, string>[] = [
    { authorization: '' },
    { authorization: `Bearer ${access.token.slice(1)}x` },
    { origin: 'http://evil.example' },
    { origin: access.address },
    { 'sec-fetch-site': 'cross-site' },
    { host: 'evil.example' },
  ];
  for (const headers of strange)
    expect(await asked(access, '/v1/tasks/list', { headers })).toMatchObject(refused);
  const kept = [
    'vault/setPassphrase',
    'vault/makeRecoveryCode',
    'recovery/startAnew',
    'backups/restore',
    'app/setLocalApi',
  ];
  for (const path of [...kept, 'tasks/nothing', 'constructor/name', '__proto__/x'])
    expect(await asked(access, `/v1/${path}`, { body: '{}' })).toMatchObject({ status: 404 });
  const bad = [{ body: 'no json' }, { body: '{"text":1}' }, { method: 'GET' }];
  for (const one of bad) expect(await asked(access, '/v1/tasks/create', one)).toMatchObject({ status: 422 });
  const large = { body: `{"text":"${'x'.repeat(17 * 1024 * 1024)}"}` };
  const answer = await asked(access, '/v1/tasks/create', large).catch(() => ({ status: 413, body: null }));
  expect(answer.status).toBe(413);
  expect((await profile.client.tasks.list({})).total).toBe(0);
});

it('describes each call that it serves, and none besides', async () => {
  const access = await turnedOn();
  const { body } = await asked(access, '/openapi.json', { method: 'GET' });
  const document = body as { openapi: string; paths: Record<string, { post: Record<string, unknown> }> };
  expect(document.openapi).toBe('3.1.0');
  const create = document.paths['/v1/events/create']!.post;
  expect(create).toMatchObject({ operationId: 'events.create', 'x-changes-data': true });
  expect(JSON.stringify(create['requestBody'])).toContain('"required":["title","start","end"]');
  expect(JSON.stringify(document.paths['/v1/imports/run'])).toContain('application/jsonl');
  const paths = Object.keys(document.paths);
  expect(paths.some((path) => path.startsWith('/v1/vault'))).toBe(false);
  expect(paths.length).toBeGreaterThan(70);
});
