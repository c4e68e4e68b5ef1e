import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * What the native libraries that are shipped could tell someone. A library that opens connections has to import the
 * system's functions for it, and one that reports has to know an address: both stand in its file. Every platform's files
 * are searched as far as npm brings them, since an uploader may be in one platform's build only.
 */

const root = join(import.meta.dirname, '..');
const modules = join(root, 'node_modules');

/** Addresses in the libraries, and why each of them is none that is ever called. */
const HOSTS: Record<string, string> = {
  'arxiv.org': 'documentation of operators',
  'crbug.com': 'comment in shader code',
  'crl.microsoft.com': 'certificate of the signature',
  'dawn-review.googlesource.com': 'comment in shader code',
  'dawn.googlesource.com': 'comment in shader code',
  'devblogs.nvidia.com': 'documentation of operators',
  'docs.nvidia.com': 'documentation of operators',
  'docs.scipy.org': 'documentation of operators',
  'docs.vulkan.org': 'error message of the shader compiler',
  'en.wikipedia.org': 'documentation of operators',
  'github.com': 'documentation, and where to report a bug',
  'gpuweb.github.io': 'comment in shader code',
  'huggingface.co': 'documentation of operators',
  'ieeexplore.ieee.org': 'documentation of operators',
  'issues.chromium.org': 'comment in shader code',
  'khr.io': 'help text of the shader compiler',
  'llvm.org': 'version text of the shader compiler',
  'numpy.org': 'documentation of operators',
  'papers.nips.cc': 'documentation of operators',
  'pytorch.org': 'documentation of operators',
  'source.chromium.org': 'comment in shader code',
  'tinyurl.com': 'documentation of operators',
  'www.microsoft.com': 'documentation, and certificate of the signature',
  'www.microsoft.com0': 'the same, with the next byte of the certificate',
  'www.opencompute.org': 'documentation of operators',
  'www.tensorflow.org': 'documentation of operators',
};

/** Names by which the reporting libraries of this world are known. Case matters little to them, so each stands as they write it. */
const REPORTERS = [
  'Microsoft12Applications6Events',
  'TelemetrySystem',
  'cpp-client-telemetry',
  'ORT_DISABLE_TELEMETRY',
  'applicationinsights',
  'InstrumentationKey',
  'sentry_',
  'crashpad',
  'breakpad',
  'bugsnag',
  'datadog',
  'newrelic',
  'google-analytics',
  'googletagmanager',
  'mixpanel',
  'amplitude.com',
  'posthog',
  'statsd',
  'opentelemetry',
];

/** Functions and libraries of the systems with which a connection is opened. None of ours needs one. */
const NETWORK = [
  'connect',
  'socket',
  'sendto',
  'sendmsg',
  'getaddrinfo',
  'gethostbyname',
  'curl_easy_perform',
  'SSL_connect',
  'NSURLSession',
  'CFReadStreamCreateForHTTPRequest',
  'nw_connection_create',
  'WSAStartup',
  'WinHttpOpen',
  'InternetOpenA',
  'InternetOpenW',
  'WS2_32.dll',
  'WINHTTP.dll',
  'WININET.dll',
  'libcurl.so.4',
];

interface Library {
  file: string;
  bytes: Buffer;
}

/** The packages that electron-builder.yml keeps beside the bundles. */
function shippedPackages(): string[] {
  const config = readFileSync(join(root, 'electron-builder.yml'), 'utf8');
  const list = /node_modules\/!\(([^)]+)\)/.exec(config)?.[1]?.split('|') ?? [];
  const installed = readdirSync(modules);
  return list.flatMap((name) =>
    name.endsWith('*') ? installed.filter((other) => other.startsWith(name.slice(0, -1))) : [name],
  );
}

const MAGIC = ['7f454c46', '4d5a', 'cffaedfe', 'cefaedfe', 'cafebabe', '0061736d'];

/** By its first bytes and not by its name. */
function isNative(path: string): boolean {
  const head = Buffer.alloc(4);
  const file = openSync(path, 'r');
  try {
    readSync(file, head, 0, 4, 0);
  } finally {
    closeSync(file);
  }
  return MAGIC.some((magic) => head.toString('hex').startsWith(magic));
}

function* libraries(): Generator<Library> {
  const seen = new Set<string>();
  for (const name of shippedPackages()) {
    const folder = join(modules, name);
    if (!existsSync(folder)) continue;
    for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const path = join(folder, entry);
      if (!statSync(path).isFile() || !isNative(path)) continue;
      const bytes = readFileSync(path);
      // On macOS the same library stands there under two names.
      const digest = createHash('sha256').update(bytes).digest('hex');
      if (seen.has(digest)) continue;
      seen.add(digest);
      yield { file: relative(modules, path), bytes };
    }
  }
}

const escaped = (names: readonly string[]) =>
  names.map((name) => name.replaceAll(/[.$]/g, String.raw`\$&`)).join('|');

/** Everything that is looked for, in one pass over half a gigabyte. */
const SIGNS = new RegExp(
  String.raw`https?://(?<host>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)` +
    `|\0_?(?:OBJC_CLASS_\\$_)?(?<network>${escaped(NETWORK)})(?=\0)` +
    `|(?<reporter>${escaped(REPORTERS)})`,
  'g',
);

interface Signs {
  hosts: Set<string>;
  network: Set<string>;
  reporters: Set<string>;
}

/** What a library's texts tell; on Windows also those in 16-bit characters, found with their zeros left out. */
function signsIn(bytes: Buffer): Signs {
  const signs: Signs = { hosts: new Set(), network: new Set(), reporters: new Set() };
  const narrow = bytes.toString('latin1');
  for (const text of narrow.startsWith('MZ') ? [narrow, narrow.replaceAll('\0', '')] : [narrow]) {
    for (const { groups } of text.matchAll(SIGNS)) {
      if (groups?.['host']) signs.hosts.add(groups['host'].toLowerCase());
      if (groups?.['network']) signs.network.add(groups['network']);
      if (groups?.['reporter']) signs.reporters.add(groups['reporter']);
    }
  }
  return signs;
}

/** What speaks against shipping a library, and every address in it. */
function judged({ file, bytes }: Library): { sentences: string[]; hosts: Set<string> } {
  const { hosts, network, reporters } = signsIn(bytes);
  const sentences = [
    ...[...network].map((name) => `${file} can open connections: ${name}`),
    ...[...reporters].map((name) => `${file} holds the reporter ${name}`),
    ...[...hosts].filter((host) => !(host in HOSTS)).map((host) => `${file} holds the address ${host}`),
  ];
  return { sentences, hosts };
}

describe('native libraries that are shipped', () => {
  const odd: string[] = [];
  const known = new Set<string>();
  let files = 0;
  for (const library of libraries()) {
    files += 1;
    const { sentences, hosts } = judged(library);
    odd.push(...sentences);
    for (const host of hosts) known.add(host);
  }

  it('open no connection, hold no reporter, and know no address that is not accounted for', () => {
    expect(odd).toEqual([]);
    expect(files).toBeGreaterThan(10);
  });

  it('hold every address that is accounted for', () => {
    expect(Object.keys(HOSTS).filter((host) => !known.has(host))).toEqual([]);
  });
});

describe('the search', () => {
  const library = (text: string) => Buffer.from(text, 'latin1');

  it('speaks against a library like the one that reported', () => {
    const texts = [
      'getaddrinfo',
      'socket',
      'https://mobile.events.data.microsoft.com/OneCollector/1.0/',
      '_ZN9Microsoft12Applications6Events10LogManager',
      'https://github.com/microsoft/onnxruntime',
    ];
    const bytes = library(`\x7fELF\0${texts.join('\0')}\0`);
    expect(judged({ file: 'reporter.so', bytes }).sentences).toEqual([
      'reporter.so can open connections: getaddrinfo',
      'reporter.so can open connections: socket',
      'reporter.so holds the reporter Microsoft12Applications6Events',
      'reporter.so holds the address mobile.events.data.microsoft.com',
    ]);
  });

  it('sees an address in either width of character', () => {
    expect([...signsIn(library('\0https://Mobile.Events.example.com/x\0')).hosts]).toEqual([
      'mobile.events.example.com',
    ]);
    const wide = Buffer.concat([library('MZ'), Buffer.from('http://crash.example.org', 'utf16le')]);
    expect([...signsIn(wide).hosts]).toEqual(['crash.example.org']);
  });

  it('sees what opens connections, on each system', () => {
    expect([...signsIn(library('\0getaddrinfo\0connect\0')).network]).toEqual(['getaddrinfo', 'connect']);
    expect([...signsIn(library('\0_OBJC_CLASS_$_NSURLSession\0')).network]).toEqual(['NSURLSession']);
    expect([...signsIn(library('\0WINHTTP.dll\0')).network]).toEqual(['WINHTTP.dll']);
    expect([...signsIn(library('\0disconnected sockets\0')).network]).toEqual([]);
  });

  it('sees an uploader by its name', () => {
    expect([...signsIn(library('_ZN9Microsoft15TelemetrySystemC4')).reporters]).toEqual(['TelemetrySystem']);
  });
});
