import { createHash, createHmac, randomBytes } from 'node:crypto';

/**
 * How an open page finds its way back to a host that was started again. A cookie would not do: a program that listens at the
 * old address meanwhile would be sent it. So each page has a key of its own, in memory, with which host and page prove to
 * each other who they are, the host first (`shell/handshake.ts`). The host makes every key from the secret of its run.
 */
export interface ReturnKey {
  id: string;
  key: string;
}

export class ReturnKeys {
  readonly #secrets: readonly string[];

  /** @param secrets of this run and of the ones before that still count, newest first */
  constructor(secrets: readonly string[]) {
    this.#secrets = secrets;
  }

  make(): ReturnKey {
    const [secret = ''] = this.#secrets;
    const id = `${runOf(secret)}.${randomBytes(16).toString('base64url')}`;
    return { id, key: keyIn(secret, id) };
  }

  /** The key that was given out under this id; one that no one knows for an id of a run that counts no more. */
  keyOf(id: string): string {
    const run = id.split('.', 1)[0];
    const secret = this.#secrets.find((one) => runOf(one) === run);
    return keyIn(secret ?? randomBytes(32).toString('base64url'), id);
  }
}

function runOf(secret: string): string {
  return createHash('sha256').update(`run ${secret}`).digest('base64url').slice(0, 12);
}

function keyIn(secret: string, id: string): string {
  return createHmac('sha256', secret).update(`page ${id}`).digest('base64url');
}
