/**
 * How the renderer's page is served, by the browser host and by Electron's `app://` alike: the content security policy
 * with a fresh nonce per load, and the headers and media types that go with it.
 */

/**
 * The policy of one load. Mantine makes style elements at run time, so styles need the nonce; scripts come only
 * from our own origin, and Trusted Types keep strings out of `innerHTML`. `connect` names where the page may talk to.
 */
export function contentSecurityPolicy(nonce: string, connect: readonly string[] = []): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "webrtc 'block'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ');
}

/** Puts the nonce where the renderer reads it: `document.querySelector('meta[property="csp-nonce"]').nonce`. */
export function withNonce(html: string, nonce: string): string {
  const tag = `<meta property="csp-nonce" nonce="${nonce}">`;
  return html.replace(/<head(\s[^>]*)?>/i, (head) => `${head}${tag}`);
}

/** Headers of every answer, whatever it holds. */
export const commonHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), payment=()',
} as const;

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  webmanifest: 'application/manifest+json',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  webp: 'image/webp',
  woff2: 'font/woff2',
  wasm: 'application/wasm',
};

/** Media type by file name; anything unknown is never run or shown. */
export function mediaType(path: string): string {
  return TYPES[path.slice(path.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream';
}
