import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { conditionWords } from '../../../core/messages/condition-words.ts';
import { say } from '../../../core/messages/index.ts';
import { filterFieldId } from '../../actions/focus-filter.ts';
import { orpc } from '../../api/client.ts';
import styles from './filter-line.module.css';

interface Props {
  text: string;
  onChange(text: string): void;
  /** What can be done with the filter as it stands, such as saving it. */
  children: ReactNode;
}

/** What a filter text means; the answer for an older text stands until the new one is there. */
function useFilterReading(text: string) {
  return useQuery(
    orpc.filters.read.queryOptions({
      input: { text },
      enabled: text.trim() !== '',
      placeholderData: keepPreviousData,
      staleTime: 5_000,
    }),
  );
}

/** The newest text that can be read as a filter, so that the list stays while one types; empty without any. */
export function useAppliedFilter(text: string): string {
  const wanted = text.trim();
  const { data, isPlaceholderData } = useFilterReading(text);
  const [applied, setApplied] = useState(wanted);
  const isReadable = wanted === '' || (!isPlaceholderData && (data?.condition ?? null) !== null);
  if (isReadable && applied !== wanted) setApplied(wanted);
  return isReadable ? wanted : applied;
}

/** A filter, typed like quick add: its words are coloured, what they mean stands beside, ways to go on beneath. */
export function FilterLine({ text, onChange, children }: Props) {
  const mirror = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState(false);
  const { data } = useFilterReading(text);
  const reading = text.trim() === '' ? undefined : data;
  const suggestions = reading?.suggestions ?? [];
  const [first] = suggestions;

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Tab' && !event.shiftKey && first && focused) {
      event.preventDefault();
      onChange(first.text);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (text === '') event.currentTarget.blur();
      else onChange('');
    } else if (event.key === 'Enter') event.currentTarget.blur();
  };

  return (
    <div className={styles.box} data-focused={focused || undefined}>
      <div className={styles.line}>
        <svg className={styles.icon} viewBox="0 0 16 16" aria-hidden="true">
          <path d="M2 4h12M4.5 8h7M7 12h2" />
        </svg>
        <div className={styles.field}>
          <div className={styles.mirror} ref={mirror} aria-hidden="true">
            {runsOf(text, reading?.spans ?? [], reading?.error ?? null).map((run) => (
              <span key={run.from} className={run.kind && styles[run.kind]}>
                {run.text}
              </span>
            ))}
          </div>
          <input
            id={filterFieldId}
            className={styles.input}
            aria-label="Filter tasks"
            aria-describedby="filter-reading"
            placeholder="Filter: p1 & !#Work & due this week"
            maxLength={1_000}
            autoComplete="off"
            spellCheck={false}
            value={text}
            onChange={(event) => onChange(event.currentTarget.value)}
            onKeyDown={onKeyDown}
            onFocus={() => setFocused(true)}
            onBlur={() => setFocused(false)}
            onScroll={(event) => mirror.current?.scrollTo({ left: event.currentTarget.scrollLeft })}
          />
        </div>
        <span
          id="filter-reading"
          role="status"
          className={styles.reading}
          data-error={reading?.error ? true : undefined}
        >
          {reading?.condition && conditionWords(reading.condition)}
          {reading?.error && say(reading.error.message)}
        </span>
        {children}
      </div>
      {focused && suggestions.length > 0 && (
        <div className={styles.suggestions} role="group" aria-label="Ways to go on">
          {suggestions.map((one, index) => (
            <button
              key={one.text}
              type="button"
              className={styles.suggestion}
              data-first={index === 0 || undefined}
              // The field keeps the focus, so that one can go on typing.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onChange(one.text)}
            >
              {one.label} <span className={styles.found}>{one.tasks.toLocaleString('en')}</span>
            </button>
          ))}
          <span className={styles.hint}>
            <kbd className={styles.key}>Tab</kbd> to take
          </span>
        </div>
      )}
    </div>
  );
}

interface Run {
  from: number;
  text: string;
  kind?: 'term' | 'operator' | 'error';
}

/** The text in runs of one colour. Spans of an older text may reach beyond it. */
function runsOf(
  text: string,
  spans: readonly { from: number; to: number; kind: 'term' | 'operator' }[],
  error: { from: number; to: number } | null,
): Run[] {
  const marked: { from: number; to: number; kind: NonNullable<Run['kind']> }[] = [
    ...spans,
    ...(error && error.to > error.from ? [{ ...error, kind: 'error' as const }] : []),
  ].toSorted((a, b) => a.from - b.from);
  const runs: Run[] = [];
  let at = 0;
  for (const { from, to, kind } of marked) {
    if (from < at || from >= text.length) continue;
    if (from > at) runs.push({ from: at, text: text.slice(at, from) });
    runs.push({ from, text: text.slice(from, to), kind });
    at = to;
  }
  if (at < text.length) runs.push({ from: at, text: text.slice(at) });
  return runs;
}
