import { useState } from 'react';
import { sentenceOf } from '../../api/errors.ts';

/** A call that a button makes: whether it is on its way, and in one sentence why it failed. */
export interface Attempt {
  error: string | null;
  busy: boolean;
  /** Never rejects. */
  attempt(work: () => Promise<unknown>): Promise<void>;
}

/** @param after runs after each call, however it went, such as reading again what it changed */
export function useAttempt(after: () => Promise<unknown>): Attempt {
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (failure) {
      setError(sentenceOf(failure));
    } finally {
      setBusy(false);
      await after();
    }
  };
  return { error, busy, attempt };
}
