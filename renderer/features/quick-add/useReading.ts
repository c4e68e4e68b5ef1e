import { useEffect, useMemo, useRef, useState } from 'react';
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

interface Received {
  answer: CaptureAnswer;
  text: string;
  /** Which line it is about, counted from the first one typed. */
  line: number;
}

/**
 * An answer to the last key. It comes before the guess for the line does; what was guessed for the line a key ago stays
 * until then, so that an offer does not blink away under the hand that is about to take it.
 */
function withLastGuess(next: Received, before: Received | null): Received {
  const { duration, suggestions } = next.answer;
  if (before?.line !== next.line || duration !== null || suggestions.length > 0) return next;
  const kept = { duration: before.answer.duration, suggestions: before.answer.suggestions };
  return { ...next, answer: { ...next.answer, ...kept } };
}

/** What a line means, asked on each keystroke; late answers are dropped. The guess follows once the line rests. */
export function useReading(text: string, literals: Span[]): ReadingOfLine {
  const [received, setReceived] = useState<Received | null>(null);
  const line = useRef(0);
  const [sequence] = useState(() => new Sequence());
  const blank = text.trim() === '';

  useEffect(() => {
    if (blank) {
      sequence.reset();
      line.current += 1;
      return;
    }
    const seq = sequence.next();
    const about = line.current;
    const ask = async (): Promise<void> => {
      // Without an answer the line stays plain; it is understood when it is stored.
      const answer = await client.capture.parse({ text, seq, literals }).catch(() => null);
      if (!sequence.take(seq)) return;
      setReceived((before) => answer && withLastGuess({ answer, text, line: about }, before));
    };
    void ask();
  }, [text, blank, literals, sequence]);

  useEffect(() => {
    if (blank) return undefined;
    const guess = async (): Promise<void> => {
      const found = await client.capture.guess({ text, literals }).catch(() => null);
      if (!found) return;
      setReceived((now) => (now?.text === text ? { ...now, answer: { ...now.answer, ...found } } : now));
    };
    const timer = setTimeout(() => void guess(), GUESS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text, blank, literals]);

  const tokens = useMemo(
    () => (received && !blank ? shiftSpans(received.answer.result.tokens, received.text, text) : []),
    [received, text, blank],
  );
  return { answer: blank ? null : (received?.answer ?? null), tokens };
}
