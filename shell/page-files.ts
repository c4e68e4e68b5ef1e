import { readFile, realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { contentSecurityPolicy, nonceFrom, pageHeaders, withNonce } from './csp.ts';

/** Serves the built renderer to either shell: over `app://` in Electron, over HTTP on loopback in the browser host. */

export interface PageAnswer {
  status: 200 | 404;
  headers: Record<string, string>;
  body: Uint8Array | string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

/**
 * The file below `root` that a URL's path names, or null when it names none: outside of the folder (also through
 * a link), a type that the page has no use for, or nothing there. `/` is the page itself.
 */
export async function pageFile(root: string, pathname: string): Promise<string | null> {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (!decoded.startsWith('/') || /[\\\0:]/.test(decoded)) return null;
  const segments = decoded.slice(1).split('/');
  if (segments.some((segment) => segment.startsWith('.'))) return null;
  const wanted = join(root, ...(decoded === '/' ? ['index.html'] : segments));
  if (!(extname(wanted) in TYPES)) return null;
  try {
    const [realRoot, real] = await Promise.all([realpath(root), realpath(wanted)]);
    if (!real.startsWith(realRoot + sep)) return null;
    return (await stat(real)).isFile() ? real : null;
  } catch {
    return null;
  }
}

/** Answers a request for a file of the page. HTML gets a fresh nonce and the policy that names it. */
export async function servePage(
  root: string,
  pathname: string,
  options: { randomBytes: (count: number) => Uint8Array; connect?: readonly string[] },
): Promise<PageAnswer> {
  const file = await pageFile(root, pathname);
  if (file === null) {
    return {
      status: 404,
      headers: { ...pageHeaders, 'content-type': 'text/plain; charset=utf-8' },
      body: 'Not found',
    };
  }
  const type = TYPES[extname(file)] ?? 'application/octet-stream';
  if (extname(file) !== '.html') {
    return {
      status: 200,
      headers: { ...pageHeaders, 'content-type': type, 'cache-control': 'no-cache' },
      body: await readFile(file),
    };
  }
  const nonce = nonceFrom(options.randomBytes(16));
  return {
    status: 200,
    headers: {
      ...pageHeaders,
      'content-type': type,
      'cache-control': 'no-store',
      'content-security-policy': contentSecurityPolicy(nonce, options.connect),
    },
    body: withNonce(await readFile(file, 'utf8'), nonce),
  };
}
