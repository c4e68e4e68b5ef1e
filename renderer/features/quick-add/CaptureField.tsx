import { useEffect, useRef, type ClipboardEvent, type KeyboardEvent, type MouseEvent } from 'react';
import type { Token } from '../../../core/language.ts';
import { captureFieldId, focusCapture, takesFocusAtFirst } from '../../state/window.ts';
import type { Capture } from './useCapture.ts';
import { segments, spanAt } from './spans.ts';
import styles from './quick-add.module.css';

interface Props {
  capture: Capture;
  onSubmit(): void;
  /** Takes the ghost chip; false when there is none, so that Tab moves on. */
  onTakeGhost(): boolean;
  /** Does what the line asks of the tasks there are; false when it asks nothing. */
  onApply(): boolean;
  onPasteLines(text: string): void;
}

/**
 * The line itself. A plain text area with see-through text lies over a mirror that shows the same text with the
 * recognised words coloured: editing, selection and spelling stay the browser's own, and nothing can flicker.
 */
export function CaptureField({ capture, onSubmit, onTakeGhost, onApply, onPasteLines }: Props) {
  const mirror = useRef<HTMLDivElement>(null);
  const { text, tokens } = capture;
  useEffect(() => {
    if (takesFocusAtFirst()) focusCapture();
  }, []);

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const field = event.currentTarget;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && onApply()) {
      event.preventDefault();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      onSubmit();
    } else if (event.key === 'Tab' && !event.shiftKey && text !== '' && onTakeGhost()) {
      event.preventDefault();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      leaveOrMakeLiteral(field);
    }
  };

  const leaveOrMakeLiteral = (field: HTMLTextAreaElement): void => {
    const token = spanAt(tokens, field.selectionStart);
    if (token && token.kind !== 'literal') capture.toggleLiteral(token);
    else field.blur();
  };

  const onClick = (event: MouseEvent<HTMLTextAreaElement>): void => {
    const field = event.currentTarget;
    if (field.selectionStart !== field.selectionEnd) return;
    const token = tokenUnder(mirror.current, event.clientX, event.clientY, tokens);
    if (token) capture.toggleLiteral(token);
  };

  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>): void => {
    const pasted = event.clipboardData.getData('text/plain');
    const lines = pasted.split(/\r?\n/).filter((line) => line.trim() !== '');
    if (lines.length < 2) return;
    event.preventDefault();
    onPasteLines(pasted);
  };

  return (
    <div className={styles.line}>
      <div className={styles.mirror} ref={mirror} aria-hidden="true">
        {segments(text, tokens).map(({ text: run, span, from }) =>
          span ? (
            <span key={`${from}-${span.kind}`} data-token={span.from} className={classOf(span)}>
              {run}
            </span>
          ) : (
            <span key={from}>{run}</span>
          ),
        )}
        {/* Keeps the last line's height when the text ends in a break. */}
        {'\u200b'}
      </div>
      <textarea
        id={captureFieldId}
        className={styles.input}
        aria-label="Add a task: type it as you would say it"
        aria-describedby="capture-understood"
        aria-keyshortcuts="n"
        placeholder="Add a task: “Prepare slides tomorrow 45m p1 #Work”"
        rows={1}
        maxLength={10_000}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => capture.setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onPaste={onPaste}
      />
    </div>
  );
}

function classOf(token: Token): string | undefined {
  return token.kind === 'literal' ? styles.literal : styles.token;
}

/** The token whose coloured words lie under a point of the window. */
function tokenUnder(mirror: HTMLDivElement | null, x: number, y: number, tokens: Token[]): Token | null {
  for (const element of mirror?.querySelectorAll<HTMLElement>('[data-token]') ?? []) {
    const hit = [...element.getClientRects()].some(
      (box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom,
    );
    if (hit) return tokens.find((token) => String(token.from) === element.dataset['token']) ?? null;
  }
  return null;
}
