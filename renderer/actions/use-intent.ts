import { useCallback, useEffect, useState } from 'react';
import type { IntentPreview } from '../../core/domain/intent-view.ts';
import type { TaskId } from '../../core/ids.ts';
import { say } from '../../core/messages/index.ts';
import { client } from '../api/client.ts';
import { notify, notifyError } from '../ui/notify.tsx';

/** How long a line must rest before it is looked at as something that is asked of the tasks there are. */
const REST_MS = 160;

/** What was done, as the history names it. */
export interface IntentDone {
  intent: string;
  ids: TaskId[];
}

export interface AskedIntent {
  /** What the line would change or answers; null for a new task, and while that isn't known. */
  preview: IntentPreview | null;
  /** Says which of several tasks is meant. */
  choose(task: TaskId): void;
  /** What to apply; null where there is nothing. */
  line: AskedLine | null;
}

/** A line with the version that was shown of it. */
export interface AskedLine {
  text: string;
  version: string;
  chosen?: TaskId;
}

interface Received {
  text: string;
  preview: IntentPreview | null;
}

/** What a line asks of what is there. An answer shows only while the text is the one that it is about. */
export function useIntent(text: string): AskedIntent {
  const line = text.trim();
  const [received, setReceived] = useState<Received>({ text: '', preview: null });
  const [choice, setChoice] = useState<{ text: string; task: TaskId } | null>(null);
  const chosen = choice?.text === line ? choice.task : undefined;

  useEffect(() => {
    if (line === '') return undefined;
    let late = false;
    const ask = async (): Promise<void> => {
      const { preview } = await client.intents
        .preview({ text: line, ...(chosen === undefined ? {} : { chosen }) })
        .catch(() => ({ preview: null }));
      if (!late) setReceived({ text: line, preview });
    };
    const timer = setTimeout(() => void ask(), chosen === undefined ? REST_MS : 0);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [line, chosen]);

  const choose = useCallback((task: TaskId) => setChoice({ text: line, task }), [line]);
  const preview = line !== '' && received.text === line ? received.preview : null;
  const version = preview?.version ?? null;
  return {
    preview,
    choose,
    line: version === null ? null : { text: line, version, ...(chosen === undefined ? {} : { chosen }) },
  };
}

/** Does what was shown, and offers to take it back; answers whether it was done. */
export function applyIntent(asked: AskedLine, undo: (done: IntentDone) => void): Promise<boolean> {
  return client.intents.apply(asked).then(
    ({ intent, ids, message }) => {
      notify(say(message), { label: 'Undo', run: () => undo({ intent, ids }) });
      return true;
    },
    (error: unknown) => {
      notifyError(error);
      return false;
    },
  );
}
