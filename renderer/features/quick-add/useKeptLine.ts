import { useEffect, useRef } from 'react';
import { client } from '../../api/client.ts';

/** Typing that rests this long is kept. */
const PAUSE_MS = 200;

/** Keeps the line that is being typed with the program, and puts it back when the page is loaded again. */
export function useKeptLine(text: string, restore: (text: string) => void): void {
  const now = useRef(text);
  const kept = useRef('');
  useEffect(() => {
    now.current = text;
    const timer = setTimeout(() => keep(now.current, kept), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  useEffect(() => {
    const putBack = async (): Promise<void> => {
      const draft = await client.capture.draft();
      kept.current = draft.text;
      restore(draft.text);
    };
    putBack().catch(() => {
      // Without an answer there is nothing to put back.
    });
    const onHide = (): void => keep(now.current, kept);
    window.addEventListener('pagehide', onHide);
    return () => window.removeEventListener('pagehide', onHide);
  }, [restore]);
}

function keep(text: string, kept: { current: string }): void {
  if (text === kept.current) return;
  kept.current = text;
  client.capture.keepDraft({ text }).catch(() => {
    // The page has the line as long as it stands; it is told again with the next key.
    kept.current = '';
  });
}
