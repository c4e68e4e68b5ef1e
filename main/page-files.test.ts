import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { servePage } from './page-files.ts';
import { serveApp } from './serve-app.ts';

let folder = '';
let root = '';
let counter = 0;
const randomBytes = (count: number) => new Uint8Array(count).fill((counter += 1));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'daymark-page-'));
  root = join(folder, 'renderer');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(root, 'index.html'), '<!doctype html><html><head><title>D</title></head></html>');
  writeFileSync(join(root, 'assets/index-1.js'), 'export {};');
  writeFileSync(join(root, 'assets/a b.css'), 'body {}');
  writeFileSync(join(root, '.stamp.json'), '{}');
  writeFileSync(join(root, 'index.js.map'), '{}');
  writeFileSync(join(folder, 'secret.json'), '{"secret": true}');
  symlinkSync(join(folder, 'secret.json'), join(root, 'link.json'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('servePage', () => {
  it('serves the page with a policy that names the nonce inside it', async () => {
    const { status, headers, body } = await servePage(root, '/', randomBytes);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    const nonce = /'nonce-([^']+)'/.exec(headers['content-security-policy'] ?? '')?.[1];
    expect(nonce).toHaveLength(24);
    expect(body).toContain(`nonce="${nonce}"`);
  });

  it('makes a new nonce for each load', async () => {
    const first = await servePage(root, '/index.html', randomBytes);
    const second = await servePage(root, '/index.html', randomBytes);
    expect(first.headers['content-security-policy']).not.toBe(second.headers['content-security-policy']);
  });

  it('allows no inline script, no other origin, no frame and no plain string as markup', async () => {
    const { headers } = await servePage(root, '/', randomBytes);
    const policy = headers['content-security-policy']!;
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      'trusted-types default',
    ]) {
      expect(policy.split('; ')).toContain(part);
    }
  });

  it('serves the files beside it with their types', async () => {
    expect((await servePage(root, '/assets/index-1.js', randomBytes)).headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
    expect((await servePage(root, '/assets/a%20b.css', randomBytes)).status).toBe(200);
  });

  it.each([
    '/../secret.json',
    '/%2e%2e/secret.json',
    '/assets/..%2f..%2fsecret.json',
    '/..%5csecret.json',
    '/link.json',
    '/.stamp.json',
    '/index.js.map',
    '/assets',
    '/assets/',
    '/absent.js',
    '//etc/passwd.json',
    '/a%00.js',
    '/%',
    '/C:/secret.json',
    'secret.json',
    '',
  ])('does not find %j', async (pathname) => {
    const { status, body } = await servePage(root, pathname, randomBytes);
    expect({ status, body }).toEqual({ status: 404, body: 'Not found' });
  });
});

describe('serveApp', () => {
  let handler: (request: Request) => Response | Promise<Response>;
  beforeAll(() => {
    serveApp(
      {
        handle(_scheme, given) {
          handler = given as typeof handler;
        },
      },
      { root, randomBytes },
    );
  });
  const ask = (url: string, init?: RequestInit) => handler(new Request(url, init));

  it('answers app://daymark', async () => {
    const response = await ask('app://daymark/index.html?first=1');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await response.text()).toContain('<title>D</title>');
  });

  it('sends the same headers without a body to HEAD', async () => {
    const response = await ask('app://daymark/assets/index-1.js', { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });

  it('knows no other host and no other verb', async () => {
    expect((await ask('app://other/index.html')).status).toBe(404);
    expect((await ask('app://daymark/index.html', { method: 'POST', body: 'x' })).status).toBe(405);
    expect((await ask('app://daymark/../../../etc/passwd')).status).toBe(404);
  });
});
