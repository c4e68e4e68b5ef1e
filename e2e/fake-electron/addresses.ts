/**
 * Chromium can't be taught a scheme from outside, so each `app://host` is shown to it as `https://host.app.test`,
 * which no network ever sees: every request is answered by the fake.
 */

const SUFFIX = '.app.test';

/** The address Chromium is given for one of Electron's. */
export function toPage(url: string): string {
  const parsed = URL.parse(url);
  if (parsed?.protocol !== 'app:') return url;
  return `https://${parsed.host}${SUFFIX}${parsed.pathname || '/'}${parsed.search}${parsed.hash}`;
}

/** The address Electron would have for one of Chromium's. */
export function fromPage(url: string): string {
  const parsed = URL.parse(url);
  if (parsed?.protocol !== 'https:' || !parsed.hostname.endsWith(SUFFIX)) return url;
  const host = parsed.host.replace(SUFFIX, '');
  return `app://${host}${parsed.pathname}${parsed.search}${parsed.hash}`;
}

/** The origin Electron would report. */
export function originFromPage(origin: string): string {
  const url = fromPage(`${origin}/`);
  return url === `${origin}/` ? origin : url.slice(0, -1);
}
