import type { WindowRequest } from '../../core/domain/desktop.ts';
import { nextChance } from '../api/live.ts';
import { client, connection } from '../api/client.ts';
import { ownWindow } from '../state/own-window.ts';
import { focusCapture, show } from '../state/window.ts';
import { notify, notifyError } from '../ui/notify.tsx';

/**
 * Does what the desktop asks of this window, for as long as the page lives. A page in a browser is asked nothing: several may be
 * open, and none of them is the one.
 */
export async function followRequests(signal: AbortSignal): Promise<void> {
  if (!connection.hasDesktop) return;
  while (!signal.aborted) {
    try {
      for await (const request of await client.desktop.requests({ window: ownWindow }, { signal }))
        answer(request);
    } catch {
      // The loop waits for the next connection.
    }
    await nextChance(signal);
  }
}

function answer(request: WindowRequest): void {
  if (request.kind === 'add') show({ offeredLine: { text: request.text, from: request.from, taken: false } });
  else if (request.kind === 'capture') focusCapture();
  else if (request.kind === 'task') openTask(request.id);
  else sayPaused(request);
}

/** An address may name a task that is gone. */
function openTask(id: Extract<WindowRequest, { kind: 'task' }>['id']): void {
  client.tasks.get({ id }).then(() => show({ openTask: id, openHabit: null }), notifyError);
}

function sayPaused({ id, why }: Extract<WindowRequest, { kind: 'paused' }>): void {
  const when = why === 'sleep' ? 'the computer slept' : 'you were away';
  notify(`Timer paused while ${when}.`, {
    label: 'Start again',
    run: () => void client.tasks.start({ id }).catch(notifyError),
  });
}
