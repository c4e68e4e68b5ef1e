import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { newFolder, newProfile } from '../testing.ts';
import type { Keychain, SlotSecret } from './types.ts';
import { makeRecoveryCode, normaliseRecoveryCode } from './recovery-code.ts';
import {
  addSlot,
  createKeySlots,
  keyFilePath,
  listSlots,
  openWith,
  openWithText,
  removeSlot,
} from './slots.ts';
import { slotFilePath } from './slot-file.ts';

/** Cheap on purpose: the cost is read from the slot, which is what is tested. */
const options = { cost: { memoryKib: 64, iterations: 1, parallelism: 1 } };
const passphrase = { kind: 'passphrase', passphrase: 'correct horse battery' } as const;

const xor: Keychain = {
  available: () => true,
  wrap: (plain) => plain.map((byte) => byte ^ 0x55),
  unwrap: (wrapped) => wrapped.map((byte) => byte ^ 0x55),
};
const basicText: Keychain = { ...xor, available: () => false };

describe('key slots', () => {
  it('open the same key in every way that was set up', async () => {
    const dataDir = newFolder();
    const code = makeRecoveryCode();
    const secrets: SlotSecret[] = [
      { kind: 'keyfile' },
      passphrase,
      { kind: 'recovery', code },
      { kind: 'keychain', keychain: xor },
    ];
    const key = await createKeySlots(dataDir, secrets, options);
    expect(key).toHaveLength(32);
    expect(listSlots(dataDir)).toEqual(['keychain', 'passphrase', 'recovery', 'keyfile']);
    for (const secret of secrets) expect(await openWith(dataDir, secret)).toEqual(key);
    expect(await openWithText(dataDir, passphrase.passphrase)).toEqual(key);
    expect(await openWithText(dataDir, code.toLowerCase().replaceAll('-', ' '))).toEqual(key);
    for (const path of [slotFilePath(dataDir), keyFilePath(dataDir)]) {
      expect(statSync(path).mode & 0o777).toBe(0o600);
    }
    const bytes = readFileSync(slotFilePath(dataDir));
    expect(bytes.includes(Buffer.from(key))).toBe(false);
    expect(bytes.includes(Buffer.from(key).toString('base64'))).toBe(false);
  });

  it('refuse a wrong passphrase and a wrong code, and change nothing', async () => {
    const dataDir = newFolder();
    await createKeySlots(dataDir, [passphrase, { kind: 'recovery', code: makeRecoveryCode() }], options);
    const before = readFileSync(slotFilePath(dataDir));
    const wrong = { code: 'wrongPassphrase' };
    await expect(openWith(dataDir, { kind: 'passphrase', passphrase: 'no' })).rejects.toMatchObject(wrong);
    await expect(openWith(dataDir, { kind: 'recovery', code: makeRecoveryCode() })).rejects.toMatchObject(
      wrong,
    );
    await expect(openWith(dataDir, { kind: 'recovery', code: 'abc' })).rejects.toMatchObject(wrong);
    await expect(openWithText(dataDir, 'no')).rejects.toMatchObject(wrong);
    expect(readFileSync(slotFilePath(dataDir))).toEqual(before);
  });

  it('take a passphrase in any Unicode form', async () => {
    const dataDir = newFolder();
    const key = await createKeySlots(dataDir, [{ kind: 'passphrase', passphrase: 'caf\u00e9 123' }], options);
    expect(await openWith(dataDir, { kind: 'passphrase', passphrase: 'cafe\u0301 123' })).toEqual(key);
  });

  it('say what is missing or damaged', async () => {
    const dataDir = newFolder();
    await expect(openWith(dataDir, { kind: 'keyfile' })).rejects.toMatchObject({ code: 'keyFileMissing' });
    await createKeySlots(dataDir, [{ kind: 'keyfile' }], options);
    writeFileSync(keyFilePath(dataDir), 'short');
    await expect(openWith(dataDir, { kind: 'keyfile' })).rejects.toMatchObject({ code: 'keyFileDamaged' });
    writeFileSync(keyFilePath(dataDir), Buffer.alloc(32, 7).toString('base64'));
    await expect(openWith(dataDir, { kind: 'keyfile' })).rejects.toMatchObject({ code: 'keyFileDamaged' });
    rmSync(keyFilePath(dataDir));
    await expect(openWith(dataDir, { kind: 'keyfile' })).rejects.toMatchObject({ code: 'keyFileMissing' });
    for (const text of ['', '{', '{"format":1,"slots":[]}', '{"format":2,"slots":[{}]}']) {
      writeFileSync(slotFilePath(dataDir), text);
      await expect(openWith(dataDir, passphrase)).rejects.toMatchObject({ code: 'keyFileDamaged' });
      expect(() => listSlots(dataDir)).toThrow(expect.objectContaining({ code: 'keyFileDamaged' }));
      expect(readFileSync(slotFilePath(dataDir), 'utf8')).toBe(text);
    }
  });

  it('notice that any byte of a slot was changed', async () => {
    const dataDir = newFolder();
    await createKeySlots(dataDir, [passphrase], options);
    const text = readFileSync(slotFilePath(dataDir), 'utf8');
    const wrapped = /"wrapped": "([^"]+)"/.exec(text)?.[1] ?? '';
    const bytes = Buffer.from(wrapped, 'base64');
    for (let i = 0; i < bytes.length; i += 7) {
      const changed = Buffer.from(bytes);
      changed[i] = (changed[i] ?? 0) ^ 1;
      writeFileSync(slotFilePath(dataDir), text.replace(wrapped, changed.toString('base64')));
      await expect(openWith(dataDir, passphrase)).rejects.toMatchObject({ code: 'wrongPassphrase' });
    }
  });

  it('count a keychain that does not encrypt as none', async () => {
    const dataDir = newFolder();
    const secrets: SlotSecret[] = [{ kind: 'keyfile' }, { kind: 'keychain', keychain: basicText }];
    await expect(createKeySlots(dataDir, secrets, options)).rejects.toMatchObject({
      code: 'keychainUnavailable',
    });
    expect(existsSync(slotFilePath(dataDir))).toBe(false);
    expect(existsSync(keyFilePath(dataDir))).toBe(false);
  });

  it('can be replaced and removed, but never the last one', async () => {
    const dataDir = newFolder();
    const key = await createKeySlots(dataDir, [{ kind: 'keyfile' }], options);
    expect(() => removeSlot(dataDir, 'keyfile')).toThrow(expect.objectContaining({ code: 'invalidInput' }));
    expect(await openWith(dataDir, { kind: 'keyfile' })).toEqual(key);
    await addSlot(dataDir, key, passphrase, options);
    expect(removeSlot(dataDir, 'keyfile')).toEqual(['passphrase']);
    expect(existsSync(keyFilePath(dataDir))).toBe(false);
    await addSlot(dataDir, key, { kind: 'passphrase', passphrase: 'another one' }, options);
    expect(listSlots(dataDir)).toEqual(['passphrase']);
    await expect(openWith(dataDir, passphrase)).rejects.toMatchObject({ code: 'wrongPassphrase' });
    expect(await openWithText(dataDir, 'another one')).toEqual(key);
  });

  it('are never made again beside a database or other slots', async () => {
    const profile = newProfile();
    await expect(createKeySlots(profile.dataDir, [passphrase], options)).rejects.toMatchObject({
      code: 'keyFileMissing',
    });
    const dataDir = join(newFolder(), 'made', 'here');
    await createKeySlots(dataDir, [passphrase], options);
    await expect(createKeySlots(dataDir, [passphrase], options)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('recovery codes', () => {
  it('are readable groups, and a slip is noticed', () => {
    const random = seededRandom(7);
    const bytes = (length: number) => new Uint8Array(length).map(() => Math.floor(random() * 256));
    for (let round = 0; round < 50; round++) {
      const code = makeRecoveryCode(bytes);
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){6}[0-9A-HJKMNP-TV-Z]{5}$/);
      const body = normaliseRecoveryCode(code);
      expect(body).not.toBeNull();
      expect(normaliseRecoveryCode(` ${code.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')} `)).toBe(
        body,
      );
      const at = round % 5;
      const slip = code.slice(0, at) + (code[at] === 'A' ? 'B' : 'A') + code.slice(at + 1);
      expect(normaliseRecoveryCode(slip)).toBeNull();
    }
  });
});
