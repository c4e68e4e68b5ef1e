import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSocketServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { removeFolder, temporaryFolder } from './testing.ts';

/** CalDAV servers for tests: one of a few lines that is always there, and Radicale where it is installed. */

export interface TestServer {
  url: string;
  login: { username: string; password: string };
  /** Address of the one calendar, "Home". */
  calendar: string;
}

const LOGIN = { username: 'ada', password: 'pässword' };
const BASE = '/ada/home/';

/** RFC 4791 as far as a calendar program needs it: discovery, a query, and objects under their ETags. */
export async function aCalDavServer(): Promise<
  TestServer & { objects: Map<string, string>; down(is: boolean): void }
> {
  const objects = new Map<string, string>();
  let isDown = false;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      if (isDown) response.writeHead(503).end();
      else answer(objects, request, response, body);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const down = (is: boolean): void => void (isDown = is);
  return { url, login: LOGIN, calendar: url + BASE, objects, down };
}

const etagOf = (text: string): string => `"${createHash('sha1').update(text).digest('hex').slice(0, 12)}"`;
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const response = (href: string, props: string): string =>
  `<d:response><d:href>${href}</d:href><d:propstat><d:prop>${props}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>`;

function answer(
  objects: Map<string, string>,
  { method, url = '', headers }: IncomingMessage,
  out: ServerResponse,
  body: string,
): void {
  const allowed = `Basic ${Buffer.from(`${LOGIN.username}:${LOGIN.password}`).toString('base64')}`;
  if (headers.authorization !== allowed) return void out.writeHead(401).end();
  if (url === '/.well-known/caldav') return void out.writeHead(301, { location: '/dav/' }).end();
  const multistatus = (inner: string): void =>
    void out
      .writeHead(207, { 'content-type': 'application/xml' })
      .end(
        `<?xml version="1.0"?>\n<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">${inner}</d:multistatus>`,
      );
  const stored = objects.get(url);
  const collection = `<d:resourcetype><d:collection/><c:calendar/></d:resourcetype><d:displayname>Home</d:displayname>`;
  if (method === 'PROPFIND') {
    const tag = `<x:getctag xmlns:x="http://calendarserver.org/ns/">${etagOf([...objects].join())}</x:getctag>`;
    if (url === BASE) return multistatus(response(BASE, body.includes('getctag') ? tag : collection));
    const principal = `<d:current-user-principal><d:href>/ada/</d:href></d:current-user-principal>`;
    if (url === '/dav/') return multistatus(response('/dav/', principal));
    const home = `<c:calendar-home-set><d:href>/ada/</d:href></c:calendar-home-set>`;
    if (url === '/ada/' && headers.depth === '0') return multistatus(response('/ada/', home));
    if (url === '/ada/') return multistatus(response('/ada/', '') + response(BASE, collection));
    return void out.writeHead(404).end();
  }
  if (method === 'REPORT') {
    const data = ([href, text]: [string, string]): string =>
      response(
        href,
        `<d:getetag>${escaped(etagOf(text))}</d:getetag><c:calendar-data>${escaped(text)}</c:calendar-data>`,
      );
    return multistatus([...objects].map(data).join(''));
  }
  if (method === 'GET' && stored !== undefined)
    return void out.writeHead(200, { etag: etagOf(stored) }).end(stored);
  const wanted = headers['if-match'];
  const refused = wanted
    ? stored === undefined || wanted !== etagOf(stored)
    : headers['if-none-match'] === '*' && stored;
  if (refused) return void out.writeHead(412).end();
  if (method === 'PUT') objects.set(url, body);
  else if (!objects.delete(url)) return void out.writeHead(404).end();
  out.writeHead(204).end();
}

export const hasRadicale = spawnSync('radicale', ['--version']).status === 0;

/** Radicale 3 on a folder of its own; anyone may sign in, as themselves. */
export async function aRadicale(): Promise<TestServer> {
  const folder = temporaryFolder();
  const collection = join(folder, 'collection-root', LOGIN.username, 'home');
  mkdirSync(collection, { recursive: true });
  const props = { tag: 'VCALENDAR', 'D:displayname': 'Home', 'C:supported-calendar-component-set': 'VEVENT' };
  writeFileSync(join(collection, '.Radicale.props'), JSON.stringify(props));
  const port = await freePort();
  const config = join(folder, 'config');
  writeFileSync(
    config,
    `[server]\nhosts = 127.0.0.1:${port}\n[auth]\ntype = none\n[storage]\nfilesystem_folder = ${folder}\n`,
  );
  const child = spawn('radicale', ['--config', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  onTestFinished(async () => {
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await ended;
    removeFolder(folder);
  });
  const url = `http://127.0.0.1:${port}`;
  while (
    !(await fetch(url).then(
      () => true,
      () => false,
    ))
  )
    await new Promise((done) => setTimeout(done, 50));
  return { url, login: LOGIN, calendar: url + BASE };
}

async function freePort(): Promise<number> {
  const server = createSocketServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
