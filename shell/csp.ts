/**
 * The content security policy of the page, the same in both shells. Inline script never runs; a style element
 * needs the nonce of this very load; text becomes script or markup only through the one trusted-types policy of the
 * renderer. Nothing is fetched from anywhere but the shell itself.
 */

/** Stands in the built index.html wherever the nonce belongs (Vite's `html.cspNonce`). */
export const NONCE_PLACEHOLDER = 'CSP_NONCE';

/** 16 random bytes as base64. `bytes` comes from the composition root's source of randomness. */
export function nonceFrom(bytes: Uint8Array): string {
  if (bytes.length < 16) throw new RangeError('a nonce needs at least 16 random bytes');
  return Buffer.from(bytes).toString('base64');
}

/**
 * The header's value. `connect` lists further addresses that scripts may talk to: the browser host's WebSocket;
 * nothing in Electron, where the page talks over a message port.
 */
export function contentSecurityPolicy(nonce: string, connect: readonly string[] = []): string {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(nonce)) throw new RangeError('a nonce is base64');
  if (connect.some((source) => /[\s;,]/.test(source))) throw new RangeError('a source has no separators');
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connect.length > 0 ? connect.join(' ') : "'none'"}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ');
}

/** Puts the nonce of this load into the page. */
export function withNonce(html: string, nonce: string): string {
  return html.replaceAll(NONCE_PLACEHOLDER, nonce);
}

/** Headers that every file of the page carries, the policy aside. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), usb=(), serial=(), hid=(), payment=()',
};
