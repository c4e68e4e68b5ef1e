import { setNonce } from 'get-nonce';

/**
 * Runs before everything else on the page. Libraries that make style elements get this load's nonce, and the one
 * trusted-types policy lets text through that can't contain markup: Mantine writes style text through innerHTML.
 */

interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createHTML: (text: string) => string }): unknown;
}

/** The text unchanged, or an error when it could be read as markup. */
export function refuseMarkup(text: string): string {
  if (/[<&]/.test(text)) throw new TypeError('Markup from text is refused.');
  return text;
}

/** This load's nonce, as the shell wrote it into the page; undefined in the development server. */
export function readNonce(): string | undefined {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');
  return meta?.nonce || undefined;
}

/** The scheme of the last visit, else the system's: set before anything is drawn, so that nothing flashes. */
function firstColorScheme(): 'light' | 'dark' {
  const last = window.localStorage.getItem('mantine-color-scheme-value');
  if (last === 'light' || last === 'dark') return last;
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/**
 * Ways to another machine that the content security policy does not close in every browser: WebRTC asks its servers and peers
 * over UDP, WebTransport its own. No one puts them back: the names are taken, for good.
 */
const OTHER_WAYS = [
  'RTCPeerConnection',
  'webkitRTCPeerConnection',
  'RTCDataChannel',
  'RTCIceTransport',
  'RTCDtlsTransport',
  'RTCSctpTransport',
  'WebTransport',
  'TCPSocket',
  'UDPSocket',
];

/** Takes from a page's global object what could reach another machine past the policy. */
export function closeOtherWays(page: object): void {
  for (const name of OTHER_WAYS) {
    Object.defineProperty(page, name, { value: undefined, writable: false, configurable: false });
  }
}

if (typeof window !== 'undefined') {
  closeOtherWays(window);
  const factory = (window as { trustedTypes?: TrustedTypesFactory }).trustedTypes;
  factory?.createPolicy('default', { createHTML: refuseMarkup });
  const nonce = readNonce();
  if (nonce) setNonce(nonce);
  document.documentElement.dataset['mantineColorScheme'] = firstColorScheme();
}
