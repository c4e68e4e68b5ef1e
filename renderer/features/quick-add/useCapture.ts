import { useCallback, useState } from 'react';
import { useKeptLine } from './useKeptLine.ts';
import type { Task, TaskPatch } from '../../../core/domain/task.ts';
import type { CaptureAnswer } from '../../../core/domain/views.ts';
import type { Token } from '../../../core/language.ts';
import { client, connection } from '../../api/client.ts';
import { notify, notifyError } from '../../ui/notify.tsx';
import { shiftSpans, type Span } from './spans.ts';
import type { Chip } from './chips.ts';
import { useReading } from './useReading.ts';

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
  /** Takes choices back, so that the words count again. */
  unpickFields(fields: readonly (keyof TaskPatch)[]): void;
  /** Takes an uncertain or suggested chip. */
  accept(chip: Chip): void;
  clear(): void;
  /** Puts a line back that was refused, unless the next one has been begun. */
  restore(text: string): void;
  submit(onCreated: (task: Task) => void): void;
}

interface Draft {
  text: string;
  literals: Span[];
  picked: TaskPatch;
  accepted: string[];
}

const EMPTY: Draft = { text: '', literals: [], picked: {}, accepted: [] };

export function useCapture(): Capture {
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const { answer, tokens } = useReading(draft.text, draft.literals);

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

  const unpickFields = useCallback((fields: readonly (keyof TaskPatch)[]) => {
    setDraft((before) => {
      const rest = Object.entries(before.picked).filter(([name]) => !fields.some((field) => field === name));
      return { ...before, picked: Object.fromEntries(rest) };
    });
  }, []);

  const accept = useCallback(({ takes, accepts }: Chip) => {
    setDraft((before) => ({
      ...before,
      picked: { ...before.picked, ...takes },
      accepted: accepts ? [...before.accepted, accepts] : before.accepted,
    }));
  }, []);

  const clear = useCallback(() => setDraft(EMPTY), []);

  const restore = useCallback((text: string) => {
    setDraft((now) => (now.text === '' ? { ...EMPTY, text } : now));
  }, []);

  useKeptLine(draft.text, restore);

  const submit = useCallback(
    (onCreated: (task: Task) => void) => {
      if (draft.text.trim() === '') return;
      if (connection.state.get() !== 'open') {
        // A line that waited in memory would be gone with the window.
        notify('Lost connection; retrying. Your line stays here.');
        return;
      }
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

  return {
    ...draft,
    answer,
    tokens,
    setText,
    toggleLiteral,
    pick,
    unpickFields,
    accept,
    clear,
    restore,
    submit,
  };
}
