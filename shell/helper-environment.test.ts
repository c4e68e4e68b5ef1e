import { expect, it } from 'vitest';
import { helperEnvironment } from './helper-environment.ts';

it('passes on what a helper needs and nothing that someone keeps in a variable', () => {
  const env = helperEnvironment({
    TMPDIR: '/var/tmp',
    TZ: 'Europe/Berlin',
    SystemRoot: 'C:\\Windows',
    DAYMARK_MODEL_CAP_MB: '100',
    DAYMARK_PASSPHRASE_FILE: '/home/me/secret',
    DAYMARK_DATA_DIR: '/home/me/profile',
    AWS_SECRET_ACCESS_KEY: 'x',
    NODE_OPTIONS: '--require ./evil.cjs',
    ELECTRON_RUN_AS_NODE: '1',
    LD_PRELOAD: '/tmp/evil.so',
    LANG: undefined,
  });
  const malloc = Object.keys(env).filter((name) => name.startsWith('MALLOC_'));
  expect(malloc).toHaveLength(3);
  expect(Object.fromEntries(Object.entries(env).filter(([name]) => !malloc.includes(name)))).toEqual({
    TMPDIR: '/var/tmp',
    TZ: 'Europe/Berlin',
    SystemRoot: 'C:\\Windows',
    DAYMARK_MODEL_CAP_MB: '100',
    ORT_DISABLE_TELEMETRY: '1',
  });
});

it('keeps telemetry off whatever the environment says', () => {
  expect(helperEnvironment({ ORT_DISABLE_TELEMETRY: '0' })['ORT_DISABLE_TELEMETRY']).toBe('1');
});
