/**
 * Who may import whom. The folder name says where code may run and what it may know; this file holds it to that.
 * TypeScript 7 has no JavaScript API, so the sources are read with swc; without `@swc/core` dependency-cruiser
 * would skip every TypeScript file in silence (scripts/imports.test.ts notices).
 */

// dependency-cruiser 17 tells swc nothing about JSX (18 does): the file's name decides.
const swc = require('@swc/core');
const parseFileSync = swc.parseFileSync;
swc.parseFileSync = (file, options) => parseFileSync(file, { ...options, tsx: file.endsWith('.tsx') });

/** Code that only runs in a test: free to use test packages and Node, and never imported by the product. */
const TEST_CODE = String.raw`(\.test\.tsx?$|\.(fixture|testdouble)\.ts$|/testing(/|\.ts$))`;
/** Tests over several layers (real database, model or process) may also reach across folders. */
const CROSS_LAYER_TEST = String.raw`(\.(int|long)\.test\.tsx?$|\.(fixture|testdouble)\.ts$|/testing(/|\.ts$))`;
/** Types for a package that brings none may lean on packages of types. */
const DECLARATIONS = String.raw`\.d\.ts$`;

const schema = ['zod', 'temporal-polyfill'];
const rpc = ['@orpc/client', '@orpc/contract', '@orpc/server'];

/**
 * One row per folder: the folders of ours it may import, the packages it may import, and whether it may use
 * Node's own modules. A folder may always import itself.
 */
const table = {
  core: { folders: [], packages: [...schema, '@orpc/contract'], node: false },
  rpc: { folders: ['core'], packages: rpc, node: true },
  scheduler: { folders: ['core'], packages: [], node: false },
  ml: {
    folders: ['core'],
    packages: [
      ...schema,
      'onnxruntime-node',
      '@huggingface/tokenizers',
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-layers',
      '@tensorflow/tfjs-backend-wasm',
    ],
    node: true,
  },
  'ml/process': { folders: ['ml', 'core', 'rpc', 'scheduler'], packages: [...schema, ...rpc], node: true },
  db: {
    folders: ['core', 'rpc'],
    packages: [...schema, 'better-sqlite3-multiple-ciphers', 'sqlite-vec', 'hash-wasm'],
    node: true,
  },
  sync: { folders: ['core', 'db'], packages: [...schema, 'pg'], node: true },
  services: {
    folders: ['core', 'db', 'sync'],
    packages: [...schema, '@orpc/contract', 'rrule-temporal', 'uuid'],
    node: true,
  },
  shell: { folders: ['services', 'db', 'sync', 'rpc', 'core'], packages: [...schema, ...rpc], node: true },
  main: {
    folders: ['shell', 'services', 'db', 'sync', 'core'],
    packages: [...schema, ...rpc, 'uuid', 'electron'],
    node: true,
  },
  preload: { folders: ['core'], packages: ['electron'], node: false },
  host: {
    folders: ['shell', 'services', 'db', 'sync', 'core'],
    packages: [...schema, ...rpc, 'ws', 'uuid', 'open'],
    node: true,
  },
  cli: {
    folders: ['shell', 'services', 'db', 'sync', 'core'],
    packages: [...schema, ...rpc, 'uuid'],
    node: true,
  },
  renderer: {
    folders: ['core'],
    packages: [
      ...schema,
      '@orpc/client',
      '@orpc/contract',
      '@orpc/tanstack-query',
      'react',
      'react-dom',
      '@mantine/core',
      '@mantine/hooks',
      '@mantine/notifications',
      '@mantine/spotlight',
      '@fullcalendar/react',
      '@tanstack/react-query',
      '@tanstack/react-virtual',
      '@fontsource-variable/inter',
      'get-nonce',
    ],
    node: false,
  },
};

/** Development packages that product code may import all the same: bundled by Vite, or given by the runtime. */
const BUNDLED_BY_VITE = table.renderer.packages;

/** Rooms of the renderer from the ground up: each may import those before it, and none after it. */
const RENDERER_LEVELS = ['wording', 'api', 'state', 'ui', 'actions', 'features', 'app'];

const FOLDERS = Object.keys(table).filter((folder) => !folder.includes('/'));
const anyOf = (names) => `(${names.map((name) => name.replace(/[.\\/]/g, '\\$&')).join('|')})`;
const inPackage = (names) => `(^|/)node_modules/(@types/)?${anyOf(names)}/`;
const NPM_TYPES = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-bundled'];
const PRODUCT = `^${anyOf(FOLDERS)}/`;

/** The rules of one row. A nested row (`ml/process`) takes its files out of its parent's. */
function rowRules([folder, { folders, packages, node }]) {
  const nested = Object.keys(table).filter((other) => other.startsWith(`${folder}/`));
  const own = { path: `^${folder}/` };
  const outside = nested.map((other) => `^${other}/`);
  const slug = folder.replace('/', '-');
  const rules = [
    {
      name: `${slug}-folders`,
      comment: `${folder}/ may import ${folders.length > 0 ? folders.join(', ') : 'no other folder'} of ours.`,
      severity: 'error',
      from: { ...own, pathNot: [...outside, CROSS_LAYER_TEST] },
      to: {
        path: `^${anyOf([...FOLDERS, 'bench', 'e2e', 'scripts'])}/`,
        pathNot: [folder, ...folders].map((other) => `^${other}/`),
      },
    },
    {
      name: `${slug}-packages`,
      comment: `${folder}/ may import these packages: ${packages.join(', ') || 'none'}.`,
      severity: 'error',
      from: { ...own, pathNot: [...outside, TEST_CODE, DECLARATIONS] },
      to: { dependencyTypes: NPM_TYPES, ...(packages.length > 0 ? { pathNot: inPackage(packages) } : {}) },
    },
  ];
  if (node) return rules;
  return [
    ...rules,
    {
      name: `${slug}-no-node`,
      comment: `${folder}/ runs where Node's own modules do not exist, or is kept pure.`,
      severity: 'error',
      from: { ...own, pathNot: [...outside, TEST_CODE] },
      to: { dependencyTypes: ['core'] },
    },
  ];
}

module.exports = {
  forbidden: [
    ...Object.entries(table).flatMap(rowRules),
    {
      name: 'no-cycles',
      comment: 'Files that import each other in a ring can not be understood, tested or loaded alone.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'learning-below-predictors',
      comment:
        'What predictors have in common knows none of them: a new one is registered, nothing else changes.',
      severity: 'error',
      from: { path: '^ml/learning/', pathNot: TEST_CODE },
      to: { path: '^ml/predictors/' },
    },
    {
      name: 'predictors-stay-apart',
      comment:
        'One predictor never reaches into another; what they share lives in ml/learning or ml/features.',
      severity: 'error',
      from: { path: '^ml/predictors/([^/]+)/', pathNot: TEST_CODE },
      to: { path: '^ml/predictors/([^/]+)/', pathNot: '^ml/predictors/$1/' },
    },
    {
      name: 'features-stay-apart',
      comment:
        'One feature of the renderer never reaches into another; what they share lives in the rooms below.',
      severity: 'error',
      from: { path: '^renderer/features/([^/]+)/' },
      to: { path: '^renderer/features/', pathNot: '^renderer/features/$1/' },
    },
    ...RENDERER_LEVELS.slice(0, -1).map((room, level) => ({
      name: `renderer-${room}-level`,
      comment: `renderer/${room}/ knows nothing of what is built on it.`,
      severity: 'error',
      from: { path: `^renderer/${room}/` },
      to: { path: `^renderer/${anyOf(RENDERER_LEVELS.slice(level + 1))}/` },
    })),
    {
      name: 'renderer-rooms',
      comment: `Every file of the renderer but its entry points lives in one of: ${RENDERER_LEVELS.join(', ')}.`,
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^renderer/[^/]+/', pathNot: `^renderer/${anyOf(RENDERER_LEVELS)}/` },
    },
    {
      name: 'no-dev-packages',
      comment: 'A development package is not there in the installed product.',
      severity: 'error',
      from: { path: PRODUCT, pathNot: [TEST_CODE, DECLARATIONS] },
      to: { dependencyTypes: ['npm-dev'], pathNot: inPackage([...BUNDLED_BY_VITE, 'electron']) },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'Only packages that package.json names; a transitive one can vanish with any update.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'electron-only-in-its-shell',
      comment: 'Everything else also runs without Electron. The end-to-end tests stand in for it.',
      severity: 'error',
      from: { pathNot: '^(main|preload|e2e)/' },
      to: { path: inPackage(['electron']) },
    },
    {
      name: 'sqlite-only-in-db',
      comment: 'Keys, pragmas and migrations are right because there is one place to get them right.',
      severity: 'error',
      from: { pathNot: ['^(db|bench|scripts)/', TEST_CODE] },
      to: { path: inPackage(['better-sqlite3-multiple-ciphers', 'better-sqlite3', 'sqlite-vec']) },
    },
    {
      name: 'connections-only-through-the-gate',
      comment:
        'What leaves the machine goes through one module, which notes it. The local socket and the browser host only listen.',
      severity: 'error',
      from: {
        path: PRODUCT,
        pathNot: [
          String.raw`^services/outgoing/|^host/(server|security|unverified-connections)\.ts|^shell/(ports|profile-lock|local-api/server)\.ts`,
          TEST_CODE,
        ],
      },
      to: { path: String.raw`^(node:)?(http|https|http2|tls|net|dgram|dns|dns/promises)$` },
    },
    {
      name: 'tests-are-leaves',
      comment: 'Product code never imports test code.',
      severity: 'error',
      from: { path: PRODUCT, pathNot: TEST_CODE },
      to: { path: TEST_CODE },
    },
    {
      name: 'e2e-drives-the-built-app',
      comment:
        'End-to-end tests use the built files and the shared vocabulary, never a module of the product.',
      severity: 'error',
      from: { path: '^e2e/' },
      to: { path: `^${anyOf([...FOLDERS.filter((folder) => folder !== 'core'), 'bench'])}/` },
    },
    {
      name: 'resolvable',
      comment: 'An import that can not be resolved is a typing error or a missing package.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^release/', '^resources/models/', String.raw`\.config\.ts$`] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mts', '.mjs', '.cjs', '.js', '.json', '.d.ts'],
    },
    skipAnalysisNotInRules: true,
  },
};
