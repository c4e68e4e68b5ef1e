/** What a helper process finds in its environment, whichever way it is started. */

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * All that a helper needs of our own environment: places for temporary files and libraries, language and zone, what Windows
 * can't start without, and our own settings of the models. Nothing else goes on: no passphrase file, no `NODE_OPTIONS`, no
 * `LD_PRELOAD`, no password that someone keeps in a variable.
 */
const PASSED: ReadonlySet<string> = new Set([
  'TMPDIR',
  'TMP',
  'TEMP',
  'LD_LIBRARY_PATH',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'TZ',
  'SYSTEMROOT',
  'WINDIR',
  'DAYMARK_MODEL_CAP_MB',
  'DAYMARK_MODEL_IDLE_MS',
  'DAYMARK_RESOURCES_DIR',
]);

/**
 * How the C library of Linux keeps freed memory; elsewhere no one reads it. Its threads share two heaps of malloc instead of
 * eight, and large pieces are mapped one by one and so go back at once: 20 MB less with all models loaded, and what is
 * put away really leaves. The thresholds would otherwise grow with the first large piece that is freed.
 */
const MALLOC: Readonly<Record<string, string>> = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
};

/** The environment of the ml process, made from that of its parent. */
export function helperEnvironment(env: Environment): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && PASSED.has(name.toUpperCase())) passed[name] = value;
  }
  // The pinned ONNX Runtime has no uploader; a later one must not bring it to life (decision 0012).
  return { ...MALLOC, ...passed, ORT_DISABLE_TELEMETRY: '1' };
}
