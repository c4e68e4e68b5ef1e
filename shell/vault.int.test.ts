import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Keychain } from '../db/index.ts';
import { takeLock } from './profile-lock.ts';
import type { Profile } from './profile-types.ts';
import { appClient, type AppClient } from './rpc.ts';
import { keyFileLine, noMl, openTestProfile, removeFolder, temporaryFolder } from './testing.ts';

/** Who has an open page has the tasks; the keys change only for who could open the profile anyway. */

let folder: string;
let profile: Profile;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  await profile.close();
  removeFolder(folder);
});

/** A guest on the local socket, as far from the profile as a page is. */
async function withGuest(work: (client: AppClient) => Promise<void>): Promise<void> {
  const lock = await takeLock(folder, 'cli');
  if (lock.kind !== 'foreign') throw new Error('expected a guest');
  await work(appClient(lock.port));
  lock.port.close();
}

const change = (client: AppClient, present?: string) =>
  client.vault.setPassphrase({ passphrase: 'taken over', ...(present === undefined ? {} : { present }) });

describe('with a key file alone', () => {
  beforeEach(async () => {
    profile = await openTestProfile(folder, { spawnMl: noMl });
  });

  it('nothing changes without its line, whatever asks', async () => {
    const line = keyFileLine(folder);
    const wrong = Buffer.alloc(32, 1).toString('base64');
    await withGuest(async (guest) => {
      for (const client of [guest, profile.client]) {
        expect((await client.vault.status()).proof).toBe('keyFile');
        await expect(change(client)).rejects.toMatchObject({
          code: 'secretNeeded',
          params: { proof: `the line in ${join(folder, 'profile.key')}` },
        });
        await expect(client.vault.makeRecoveryCode()).rejects.toMatchObject({ code: 'secretNeeded' });
        await expect(change(client, wrong)).rejects.toMatchObject({ code: 'wrongKeyLine' });
      }
      expect(await profile.client.vault.status()).toMatchObject({ slots: ['keyfile'] });
      expect(existsSync(join(folder, 'profile.key'))).toBe(true);
      expect(await change(guest, `  ${line}\n`)).toEqual({ slots: ['passphrase'] });
    });
  });

  it('the first recovery code is for the shell itself, once', async () => {
    expect((await profile.firstRecoveryCode())?.code).toMatch(/^[\dA-Z]{5}(-[\dA-Z]{5}){6}$/);
    expect(await profile.firstRecoveryCode()).toBeNull();
  });
});

describe('with a passphrase', () => {
  beforeEach(async () => {
    profile = await openTestProfile(folder, { spawnMl: noMl, secret: 'correct horse' });
  });

  it('asks for it or for the recovery code, and takes each', async () => {
    const { vault } = profile.client;
    expect((await vault.status()).proof).toBe('secret');
    await expect(vault.makeRecoveryCode({})).rejects.toMatchObject({ code: 'secretNeeded' });
    await expect(vault.makeRecoveryCode({ present: 'wrong' })).rejects.toMatchObject({
      code: 'wrongPassphrase',
    });
    const { code } = await vault.makeRecoveryCode({ present: 'correct horse' });
    await vault.setPassphrase({ passphrase: 'battery staple', present: code });
    await expect(vault.makeRecoveryCode({ present: 'correct horse' })).rejects.toMatchObject({
      code: 'wrongPassphrase',
    });
    await vault.makeRecoveryCode({ present: 'battery staple' });
  });
});

describe('with a keychain', () => {
  const keychain = (available: boolean): Keychain => ({
    available: () => available,
    wrap: (plain) => plain.map((byte) => byte ^ 0x5a),
    unwrap: (wrapped) => wrapped.map((byte) => byte ^ 0x5a),
  });

  it('lets it confirm where it opens the profile', async () => {
    profile = await openTestProfile(folder, { spawnMl: noMl, keychain: keychain(true) });
    expect(await profile.client.vault.status()).toMatchObject({ slots: ['keychain'], proof: 'keychain' });
    const { code } = await profile.client.vault.makeRecoveryCode();
    await profile.close();
    // The browser host has no keychain: there the code has to be said.
    profile = await openTestProfile(folder, { spawnMl: noMl, secret: code });
    await expect(change(profile.client)).rejects.toMatchObject({ code: 'secretNeeded' });
    expect(await change(profile.client, code)).toMatchObject({
      slots: ['keychain', 'passphrase', 'recovery'],
    });
  });
});
