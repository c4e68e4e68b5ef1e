/**
 * What the window may do, as plain functions. The page is treated as if someone else had taken it over: it stays at its
 * own address, opens no windows, gets no permissions, and only its top frame may ask for the port.
 */

export const APP_SCHEME = 'app';
export const APP_HOST = 'daymark';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;
export const START_URL = `${APP_ORIGIN}/index.html`;

/** Where no one answers: the name is reserved for that (RFC 6761), and the resolver is told to find nothing. */
export const DEAD_ADDRESS = 'https://nowhere.invalid/';

/**
 * Switches of Chromium that keep Electron's own services silent: updates of components, background requests, reports about
 * domains, pings of links, crash reports, and every look-up of a name. The page needs no name: it is answered by main.
 */
export const SILENT_SWITCHES: readonly (readonly [name: string, value?: string])[] = [
  ['disable-component-update'],
  ['disable-background-networking'],
  ['disable-domain-reliability'],
  ['disable-breakpad'],
  ['disable-crash-reporter'],
  ['no-pings'],
  ['disable-sync'],
  ['dns-prefetch-disable'],
  ['force-webrtc-ip-handling-policy', 'disable_non_proxied_udp'],
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  [
    'disable-features',
    'NetworkTimeServiceQuerying,Reporting,NetworkErrorLogging,MediaRouter,DnsOverHttpsUpgrade',
  ],
];

/** Longest address that is handed to the browser. */
const MAX_LINK_LENGTH = 2_048;

/** Whether a URL belongs to the app: exactly its scheme and host, no port, no user. */
export function isAppUrl(url: string): boolean {
  const parsed = URL.parse(url);
  return (
    parsed !== null &&
    parsed.protocol === `${APP_SCHEME}:` &&
    parsed.host === APP_HOST &&
    parsed.username === '' &&
    parsed.password === ''
  );
}

/**
 * The address to offer to the person's browser, in its normal form, or null. Only `https:` to a named host: no scheme
 * that starts another program, no credentials, nothing that hides where it leads.
 */
export function externalLink(url: string): string | null {
  if (url.length > MAX_LINK_LENGTH) return null;
  const parsed = URL.parse(url);
  if (parsed === null || parsed.protocol !== 'https:') return null;
  if (parsed.username !== '' || parsed.password !== '') return null;
  return parsed.href.length <= MAX_LINK_LENGTH ? parsed.href : null;
}

/** The part of Electron's `WebFrameMain` that the sender check reads. */
export interface FrameLike {
  readonly origin: string;
  readonly url: string;
  readonly parent: unknown;
}

/** Whether a message comes from the app's own page in a top frame. A frame that is gone has no rights. */
export function isAppFrame(frame: FrameLike | null): boolean {
  return frame !== null && frame.parent === null && frame.origin === APP_ORIGIN && isAppUrl(frame.url);
}

/** Whether the page may load something from this URL; everything it needs is its own or inline data. */
export function mayLoad(url: string): boolean {
  return isAppUrl(url) || url.startsWith('data:') || url.startsWith('devtools://');
}

/** The only permission there is: writing plain text to the clipboard after a click ("Copy" beside a recovery code). */
const ALLOWED_PERMISSIONS: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/** Whether a page may use a permission. `url` is the page that asks; Electron leaves it out when no page does. */
export function mayUse(permission: string, url: string | undefined, isMainFrame: boolean): boolean {
  return isMainFrame && url !== undefined && isAppUrl(url) && ALLOWED_PERMISSIONS.has(permission);
}

/** The web preferences of every window. Spell-checking is off because Electron would download its dictionaries. */
export function webPreferences(preload: string, session: Electron.Session): Electron.WebPreferences {
  return {
    preload,
    session,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
  };
}
