import { useEffect, useMemo, useState } from 'react';
import type { CaptureAnswer } from '../../../core/domain/views.ts';
import type { Token } from '../../../core/language.ts';
import { client } from '../../api/client.ts';
import { Sequence } from './seq.ts';
import { shiftSpans, type Span } from './spans.ts';

/** How long the line must rest before it is guessed at. */
const GUESS_AFTER_MS = 220;

export interface ReadingOfLine {
  answer: CaptureAnswer | null;
  /** Recognised stretches of the text as it stands, carried along with edits until the next answer. */
  tokens: Token[];
}

/** What a line means, asked on each keystroke; late answers are dropped. The guess follows once the line rests. */
export function useReading(text: string, literals: Span[]): ReadingOfLine {
  const [heard, setHeard] = useState<{ answer: CaptureAnswer; text: string } | null>(null);
  const [sequence] = useState(() => new Sequence());
  const blank = text.trim() === '';

  useEffect(() => {
    if (blank) {
      sequence.reset();
      return;
    }
    const seq = sequence.next();
    const ask = async (): Promise<void> => {
      // Without an answer the line stays plain; it is understood when it is stored.
      const answer = await client.capture.parse({ text, seq, literals }).catch(() => null);
      if (sequence.take(seq)) setHeard(answer && { answer, text });
    };
    void ask();
  }, [text, blank, literals, sequence]);

  useEffect(() => {
    if (blank) return undefined;
    const guess = async (): Promise<void> => {
      const found = await client.capture.guess({ text, literals }).catch(() => null);
      if (!found) return;
      setHeard((now) => (now?.text === text ? { ...now, answer: { ...now.answer, ...found } } : now));
    };
    const timer = setTimeout(() => void guess(), GUESS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text, blank, literals]);

  const tokens = useMemo(
    () => (heard && !blank ? shiftSpans(heard.answer.result.tokens, heard.text, text) : []),
    [heard, text, blank],
  );
  return { answer: blank ? null : (heard?.answer ?? null), tokens };
}
