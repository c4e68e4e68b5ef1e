/** Where the program's helper files are: bundles under `dist/` when built, TypeScript sources in tests. */
export interface Entries {
  /** The ml process. */
  ml: URL;
  /** The database worker thread. */
  dbWorker: URL;
  /** Folder of the built renderer. */
  renderer: URL;
  /** Folder of models and tables. */
  resources: URL;
  /** Licences of what is built in; there once bundles and page are built. */
  notices: URL;
}

/**
 * Resolves helper files from the module that asks. `built`: `base` is a file `dist/<part>/index.js`;
 * `source`: `base` is a file one folder below the project's root.
 */
export function entries(base: string | URL, mode: 'built' | 'source'): Entries {
  if (mode === 'built') {
    return {
      ml: new URL('../ml/index.js', base),
      dbWorker: new URL('../db-worker/index.js', base),
      renderer: new URL('../renderer/', base),
      resources: new URL('../../resources/', base),
      notices: new URL('../notices.json', base),
    };
  }
  return {
    ml: new URL('../ml/process/main.ts', base),
    dbWorker: new URL('../db/worker/main.ts', base),
    renderer: new URL('../dist/renderer/', base),
    resources: new URL('../resources/', base),
    notices: new URL('../dist/notices.json', base),
  };
}

/** Built code is JavaScript; sources run as TypeScript. */
export function modeOf(base: string): 'built' | 'source' {
  return base.endsWith('.ts') ? 'source' : 'built';
}
