import { describe, expect, it } from 'vitest';
import { externalLink, isAppFrame, isAppUrl, mayLoad, mayUse, webPreferences } from './guards.ts';

describe('isAppUrl', () => {
  it.each(['app://daymark/', 'app://daymark/index.html?x=1#today', 'APP://daymark/a.js'])(
    'takes %s',
    (url) => {
      expect(isAppUrl(url)).toBe(true);
    },
  );

  it.each([
    'app://daymark.evil.example/',
    'app://evil/',
    'app://daymark:8080/',
    'app://someone@daymark/',
    'app://:secret@daymark/',
    'https://daymark/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'about:blank',
    '//daymark/',
    '',
  ])('refuses %j', (url) => {
    expect(isAppUrl(url)).toBe(false);
  });
});

describe('externalLink', () => {
  it('gives an https address in its normal form', () => {
    expect(externalLink('https://Example.org/a b')).toBe('https://example.org/a%20b');
  });

  it.each([
    'http://example.org/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'mailto:a@example.org',
    'ms-settings:privacy',
    'smb://example.org/share',
    'https://bank.example@evil.example/',
    'https://:x@evil.example/',
    'https://',
    'not a url',
    `https://example.org/${'a'.repeat(3_000)}`,
    // Each é becomes six characters: the limit holds for what the browser gets.
    `https://example.org/${'é'.repeat(500)}`,
  ])('refuses %j', (url) => {
    expect(externalLink(url)).toBeNull();
  });
});

describe('isAppFrame', () => {
  const page = { origin: 'app://daymark', url: 'app://daymark/index.html', parent: null };

  it('takes the top frame of the page', () => {
    expect(isAppFrame(page)).toBe(true);
  });

  it.each([
    ['a frame that is gone', null],
    ['a frame inside the page', { ...page, parent: page }],
    ['another origin', { ...page, origin: 'https://evil.example' }],
    ['an opaque origin at the right address', { ...page, origin: 'null' }],
    ['a longer origin', { ...page, origin: 'app://daymark.evil' }],
    ['a blank document of the right origin', { ...page, url: 'about:blank' }],
  ])('refuses %s', (_what, frame) => {
    expect(isAppFrame(frame)).toBe(false);
  });
});

describe('mayLoad', () => {
  it.each(['app://daymark/assets/index.js', 'data:image/png;base64,AAAA', 'devtools://devtools/a.js'])(
    'lets %s through',
    (url) => expect(mayLoad(url)).toBe(true),
  );

  it.each([
    'https://example.org/',
    'http://127.0.0.1/',
    'ws://127.0.0.1:1/',
    'file:///etc/passwd',
    'app://x/',
  ])('stops %s', (url) => expect(mayLoad(url)).toBe(false));
});

describe('mayUse', () => {
  const page = 'app://daymark/index.html';

  it('lets the page copy text', () => {
    expect(mayUse('clipboard-sanitized-write', page, true)).toBe(true);
  });

  it.each([
    'clipboard-read',
    'media',
    'geolocation',
    'notifications',
    'openExternal',
    'fileSystem',
    'usb',
    'unknown',
  ])('refuses %s', (permission) => expect(mayUse(permission, page, true)).toBe(false));

  it('refuses everything to frames, other pages and callers without a page', () => {
    expect(mayUse('clipboard-sanitized-write', page, false)).toBe(false);
    expect(mayUse('clipboard-sanitized-write', 'https://example.org/', true)).toBe(false);
    expect(mayUse('clipboard-sanitized-write', undefined, true)).toBe(false);
  });
});

describe('webPreferences', () => {
  it('isolates the page', () => {
    const session = {} as Electron.Session;
    expect(webPreferences('/preload.cjs', session)).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      preload: '/preload.cjs',
      session,
    });
  });
});
