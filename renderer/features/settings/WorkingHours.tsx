import { useState } from 'react';
import type { Weekday, WorkingHours as Hours } from '../../../core/problem.ts';
import { ClockField } from '../../ui/ClockField.tsx';
import shared from '../../ui/ui.module.css';
import { nextSpan, problemWith, spansOf, WEEKDAYS, withDay, type Spans } from './hours.ts';
import { save } from './save.ts';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

/** When work may be planned, per weekday; several spans make a break. */
export function WorkingHours({ hours }: { hours: Hours }) {
  return (
    <Section
      title="Working hours"
      text="Tasks are planned only inside these. A day without hours is a day off."
    >
      {WEEKDAYS.map(([day, name]) => (
        <Day
          key={`${day}${JSON.stringify(spansOf(hours, day))}`}
          day={day}
          name={name}
          stored={spansOf(hours, day)}
          onSave={(spans) => save({ workingHours: withDay(hours, day, spans) })}
        />
      ))}
    </Section>
  );
}

/** Spans have no identity of their own but their place in the day. */
const PLACES = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'];

interface DayProps {
  day: Weekday;
  name: string;
  stored: Spans;
  onSave(spans: Spans): void;
}

function Day({ day, name, stored, onSave }: DayProps) {
  const [spans, setSpans] = useState(stored);
  const problem = problemWith(spans);
  const commit = (next: Spans): void => {
    setSpans(next);
    if (!problemWith(next) && JSON.stringify(next) !== JSON.stringify(stored)) onSave(next);
  };
  const change = (index: number, which: 0 | 1, value: string): void => {
    if (value === '') return;
    commit(
      spans.map(([from, to], at) =>
        at === index ? (which === 0 ? [value, to] : [from, value]) : [from, to],
      ),
    );
  };
  const further = nextSpan(spans);
  return (
    <div className={styles.day}>
      <span className={styles.dayName} id={`hours-${day}`}>
        {name}
      </span>
      <div className={styles.spans} role="group" aria-labelledby={`hours-${day}`}>
        {spans.length === 0 && <span className={styles.text}>off</span>}
        {spans.map(([from, to], index) => (
          <span key={`${day}-${PLACES[index]}`} className={styles.span}>
            <ClockField label={`${name} from`} value={from} onSave={(value) => change(index, 0, value)} />
            –
            <ClockField label={`${name} to`} value={to} onSave={(value) => change(index, 1, value)} />
            <button
              type="button"
              className={shared.quiet}
              aria-label={`Remove ${name} ${from} to ${to}`}
              onClick={() => commit(spans.filter((_, at) => at !== index))}
            >
              Remove
            </button>
          </span>
        ))}
        {further && (
          <button
            type="button"
            className={shared.quiet}
            aria-label={`${spans.length === 0 ? 'Work on this day' : 'Add'}: ${name}`}
            onClick={() => commit([...spans, further])}
          >
            {spans.length === 0 ? 'Work on this day' : 'Add'}
          </button>
        )}
        {problem && <span className={styles.problem}>{problem}</span>}
      </div>
    </div>
  );
}
