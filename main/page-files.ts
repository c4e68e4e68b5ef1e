import { readFile, realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { commonHeaders, contentSecurityPolicy, mediaType, withNonce } from '../shell/page.ts';

/** The files of the built renderer, as Electron's `app://daymark` answers them. */

export interface PageAnswer {
  status: 200 | 404;
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer> | string;
}

const UNKNOWN_TYPE = 'application/octet-stream';

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
  if (mediaType(wanted) === UNKNOWN_TYPE) return null;
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
  randomBytes: (count: number) => Uint8Array,
): Promise<PageAnswer> {
  const file = await pageFile(root, pathname);
  if (file === null) {
    return {
      status: 404,
      headers: { ...commonHeaders, 'content-type': 'text/plain; charset=utf-8' },
      body: 'Not found',
    };
  }
  const type = mediaType(file);
  if (extname(file) !== '.html') {
    return {
      status: 200,
      headers: { ...commonHeaders, 'content-type': type, 'cache-control': 'no-cache' },
      body: await readFile(file),
    };
  }
  const nonce = Buffer.from(randomBytes(16)).toString('base64');
  return {
    status: 200,
    headers: {
      ...commonHeaders,
      'content-type': type,
      'cache-control': 'no-store',
      'content-security-policy': contentSecurityPolicy(nonce),
    },
    body: withNonce(await readFile(file, 'utf8'), nonce),
  };
}
