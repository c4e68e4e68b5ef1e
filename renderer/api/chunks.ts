import { connection } from './client.ts';

const TRIES = 6;
const PAUSE_MS = 500;

/** Loads a part of the page. One that can't be fetched because the host is away is fetched when it is back. */
export async function fetched<T>(load: () => Promise<T>): Promise<T> {
  for (let left = TRIES; ; left -= 1) {
    try {
      return await load();
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      await connected();
    }
  }
}

function connected(): Promise<void> {
  return new Promise((resolve) => {
    const { state } = connection;
    if (state.get() === 'open') return resolve();
    const stop = state.subscribe(() => {
      if (state.get() !== 'open') return;
      stop();
      resolve();
    });
  });
}
