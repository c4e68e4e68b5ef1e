import type { Protocol } from 'electron';
import { servePage } from './page-files.ts';
import { APP_SCHEME, isAppUrl } from './guards.ts';

/** Makes `app://` a real origin with its own storage rules. Has to run before Electron is ready. */
export function registerAppScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

export interface ServeOptions {
  /** Folder of the built renderer. */
  root: string;
  randomBytes: (count: number) => Uint8Array;
}

/** Serves the built renderer, and nothing else, on `app://daymark`. */
export function serveApp(protocol: Pick<Protocol, 'handle'>, options: ServeOptions): void {
  protocol.handle(APP_SCHEME, (request) => answer(request, options));
}

async function answer(request: Request, { root, randomBytes }: ServeOptions): Promise<Response> {
  if (!isAppUrl(request.url)) return new Response('Not found', { status: 404 });
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return new Response('Not allowed', { status: 405 });
  }
  const { status, headers, body } = await servePage(root, new URL(request.url).pathname, randomBytes);
  return new Response(request.method === 'HEAD' ? null : body, { status, headers });
}
