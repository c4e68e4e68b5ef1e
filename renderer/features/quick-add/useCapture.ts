import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Task, TaskPatch } from '../../../core/domain/task.ts';
import type { CaptureAnswer } from '../../../core/domain/views.ts';
import type { Token } from '../../../core/language.ts';
import { client } from '../../api/client.ts';
import { notifyError } from '../../ui/notify.tsx';
import { Sequence } from './seq.ts';
import { shiftSpans, type Span } from './spans.ts';
import type { Chip } from './chips.ts';

/** What is in the field, and what it was understood to mean. */
export interface Capture {
  text: string;
  /** Recognised stretches of `text`, carried along with edits until the next answer. */
  tokens: Token[];
  answer: CaptureAnswer | null;
  picked: TaskPatch;
  setText(text: string): void;
  /** Makes a recognised stretch plain text, or recognises it again. */
  toggleLiteral(span: Span): void;
  pick(patch: TaskPatch): void;
  /** Takes a doubtful or suggested chip. */
  accept(chip: Chip): void;
  clear(): void;
  submit(onCreated: (task: Task) => void): void;
}

interface Draft {
  text: string;
  literals: Span[];
  picked: TaskPatch;
  accepted: string[];
}

/** How long the line must rest before it is guessed at. */
const GUESS_AFTER_MS = 220;

const EMPTY: Draft = { text: '', literals: [], picked: {}, accepted: [] };

export function useCapture(): Capture {
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const [heard, setHeard] = useState<{ answer: CaptureAnswer; text: string } | null>(null);
  const [sequence] = useState(() => new Sequence());
  const { text, literals } = draft;

  useEffect(() => {
    if (text.trim() === '') {
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
  }, [text, literals, sequence]);

  useEffect(() => {
    if (text.trim() === '') return undefined;
    // The guess is slower than a keystroke: it waits until the line has come to rest.
    const timer = setTimeout(() => {
      client.capture.guess({ text, literals }).then(
        (guess) =>
          setHeard((now) => (now?.text === text ? { ...now, answer: { ...now.answer, ...guess } } : now)),
        () => undefined,
      );
    }, GUESS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text, literals]);

  const blank = text.trim() === '';
  const tokens = useMemo(
    () => (heard && !blank ? shiftSpans(heard.answer.result.tokens, heard.text, text) : []),
    [heard, text, blank],
  );

  const setText = useCallback((next: string) => {
    setDraft((before) => {
      if (next.trim() === '') return { ...EMPTY, text: next };
      return { ...before, text: next, literals: shiftSpans(before.literals, before.text, next) };
    });
  }, []);

  const toggleLiteral = useCallback((span: Span) => {
    setDraft((before) => {
      const rest = before.literals.filter(({ from, to }) => to <= span.from || from >= span.to);
      const fresh = rest.length < before.literals.length ? rest : [...rest, { from: span.from, to: span.to }];
      return { ...before, literals: fresh };
    });
  }, []);

  const pick = useCallback((patch: TaskPatch) => {
    setDraft((before) => ({ ...before, picked: { ...before.picked, ...patch } }));
  }, []);

  const accept = useCallback(({ takes, accepts }: Chip) => {
    setDraft((before) => ({
      ...before,
      picked: { ...before.picked, ...takes },
      accepted: accepts ? [...before.accepted, accepts] : before.accepted,
    }));
  }, []);

  const clear = useCallback(() => setDraft(EMPTY), []);

  const submit = useCallback(
    (onCreated: (task: Task) => void) => {
      if (draft.text.trim() === '') return;
      const sent = draft;
      setDraft(EMPTY);
      client.tasks
        .create({
          text: sent.text,
          literals: sent.literals,
          picked: sent.picked,
          acceptedRules: sent.accepted,
        })
        .then(onCreated, (error: unknown) => {
          // Nothing typed is ever lost: a refused line comes back, unless the next one has been begun.
          setDraft((now) => (now.text === '' ? sent : now));
          notifyError(error);
        });
    },
    [draft],
  );

  const answer = blank ? null : (heard?.answer ?? null);
  return { text, tokens, answer, picked: draft.picked, setText, toggleLiteral, pick, accept, clear, submit };
}
