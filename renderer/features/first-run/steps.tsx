import { SegmentedControl, Slider } from '@mantine/core';
import type { ComponentType } from 'react';
import { ClockField } from '../../ui/ClockField.tsx';
import type { Answers } from './answers.ts';
import type { EnergyShape } from './energy.ts';
import styles from './first-run.module.css';

interface StepProps {
  answers: Answers;
  set(patch: Partial<Answers>): void;
}

interface Step {
  title: string;
  text: string;
  Body: ComponentType<StepProps>;
}

/** The questions of the first run, in order. */
export const STEPS: readonly Step[] = [
  {
    title: 'Welcome to Daymark',
    text: 'Type what you have to do the way you would say it. Daymark works out how long it takes and when it fits, and learns from what you really do. Everything stays on this device.',
    Body: Welcome,
  },
  {
    title: 'When do you work?',
    text: 'Monday to Friday; each day can be changed later in Settings.',
    Body: Hours,
  },
  {
    title: 'When are you at your best?',
    text: 'Demanding work goes where your energy is. Daymark adjusts this as you finish tasks.',
    Body: Energy,
  },
  {
    title: 'What kinds of work?',
    text: 'Helps with the first guesses.',
    Body: Kinds,
  },
];

function Welcome() {
  return (
    <p className={styles.sample}>
      Prepare slides for Monday standup <span>45m</span> <span>p1</span> <span>#Work</span>
    </p>
  );
}

function Hours({ answers: { from, to }, set }: StepProps) {
  return (
    <div className={styles.hours}>
      <ClockField label="Work begins" value={from} onSave={(value) => set({ from: value || from })} />
      –
      <ClockField label="Work ends" value={to} onSave={(value) => set({ to: value || to })} />
      {from >= to && <span className={styles.problem}>It ends before it begins.</span>}
    </div>
  );
}

function Energy({ answers: { energy }, set }: StepProps) {
  return (Object.keys(energy) as Array<keyof EnergyShape>).map((part) => (
    <div key={part} className={styles.energy}>
      <span id={`energy-${part}`}>{part}</span>
      <Slider
        min={0}
        max={10}
        label={null}
        value={energy[part]}
        onChange={(value) => set({ energy: { ...energy, [part]: value } })}
        thumbProps={{ 'aria-labelledby': `energy-${part}` }}
        className={styles.slider ?? ''}
      />
    </div>
  ));
}

const KINDS = [
  'Writing',
  'Coding',
  'Design',
  'Meetings',
  'Teaching',
  'Sales',
  'Admin',
  'Study',
  'Home',
  'Errands',
];

const HABITS: ReadonlyArray<{ value: Answers['habit']; label: string }> = [
  { value: 'under', label: 'longer' },
  { value: 'right', label: 'about that long' },
  { value: 'over', label: 'less' },
  { value: 'unknown', label: 'no idea' },
];

const FIRST: ReadonlyArray<{ value: NonNullable<Answers['first']>; label: string }> = [
  { value: 'deadline', label: 'What is due' },
  { value: 'important', label: 'What matters most' },
  { value: 'quick', label: 'Something quick' },
  { value: 'hard', label: 'The hardest' },
  { value: 'same', label: 'More of the same' },
  { value: 'oldest', label: 'The oldest' },
  { value: 'ritual', label: 'A daily routine' },
];

function Kinds({ answers: { kinds, habit, first }, set }: StepProps) {
  const toggle = (kind: string): void => {
    set({ kinds: kinds.includes(kind) ? kinds.filter((one) => one !== kind) : [...kinds, kind] });
  };
  return (
    <>
      <div className={styles.kinds} role="group" aria-label="Kinds of work">
        {KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            className={styles.kind}
            aria-pressed={kinds.includes(kind)}
            onClick={() => toggle(kind)}
          >
            {kind}
          </button>
        ))}
      </div>
      <h2 className={styles.question} id="habit-label">
        When you say how long something takes, it usually takes…
      </h2>
      <SegmentedControl
        aria-labelledby="habit-label"
        value={habit}
        onChange={(value) => set({ habit: value as Answers['habit'] })}
        data={[...HABITS]}
      />
      <h2 className={styles.question} id="first-label">
        With a free choice, you start with…
      </h2>
      <div className={styles.kinds} role="group" aria-labelledby="first-label">
        {FIRST.map(({ value, label }) => (
          <button
            key={value}
            type="button"
            className={styles.kind}
            aria-pressed={first === value}
            onClick={() => set({ first: first === value ? null : value })}
          >
            {label}
          </button>
        ))}
      </div>
    </>
  );
}
