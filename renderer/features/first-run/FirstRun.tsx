import { Button, SegmentedControl, Slider } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { SettingsPatch } from '../../../core/domain/settings.ts';
import { client, queryClient } from '../../api/client.ts';
import { ClockField } from '../../ui/ClockField.tsx';
import { notifyError } from '../../ui/notify.tsx';
import { energyFrom, type EnergyShape } from './energy.ts';
import styles from './first-run.module.css';

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

/** Four short questions that give the first plans something to go by; every one can be skipped. */
export default function FirstRun() {
  const [step, setStep] = useState(0);
  const [from, setFrom] = useState('09:00');
  const [to, setTo] = useState('17:30');
  const [shape, setShape] = useState<EnergyShape>({ morning: 8, midday: 5, afternoon: 6, evening: 3 });
  const [kinds, setKinds] = useState<string[]>([]);
  const [habit, setHabit] = useState<'under' | 'right' | 'over' | 'unknown'>('unknown');

  const finish = (answers: SettingsPatch): void => {
    client.app.finishFirstRun(answers).then(() => queryClient.invalidateQueries(), notifyError);
  };
  const answers = (): SettingsPatch => {
    const span: [string, string][] = [[from, to]];
    return {
      // Hours that end before they begin are left as they are.
      ...(from < to ? { workingHours: { mon: span, tue: span, wed: span, thu: span, fri: span } } : {}),
      energyByHour: energyFrom(shape),
      kindsOfWork: kinds,
      estimateHabit: habit,
    };
  };

  const steps: ReactNode[] = [
    <Step
      key="welcome"
      title="Welcome to Daymark"
      text="Type what you have to do the way you would say it. Daymark works out how long it takes and when it fits, and learns from what you really do. Everything stays on this device."
    >
      <p className={styles.sample}>
        Prepare slides for Monday standup <span>45m</span> <span>p1</span> <span>#Work</span>
      </p>
    </Step>,
    <Step
      key="hours"
      title="When do you work?"
      text="Monday to Friday; each day can be changed later in Settings."
    >
      <div className={styles.hours}>
        <ClockField label="Work begins" value={from} onSave={(value) => setFrom(value || from)} />
        –
        <ClockField label="Work ends" value={to} onSave={(value) => setTo(value || to)} />
        {from >= to && <span className={styles.problem}>It ends before it begins.</span>}
      </div>
    </Step>,
    <Step
      key="energy"
      title="When are you at your best?"
      text="Hard things go where your energy is. Daymark corrects this from what you finish."
    >
      {(Object.keys(shape) as Array<keyof EnergyShape>).map((part) => (
        <div key={part} className={styles.energy}>
          <span id={`energy-${part}`}>{part}</span>
          <Slider
            min={0}
            max={10}
            label={null}
            value={shape[part]}
            onChange={(value) => setShape((before) => ({ ...before, [part]: value }))}
            thumbProps={{ 'aria-labelledby': `energy-${part}` }}
            className={styles.slider ?? ''}
          />
        </div>
      ))}
    </Step>,
    <Step key="kinds" title="What kinds of work?" text="Only to choose better first guesses.">
      <div className={styles.kinds} role="group" aria-label="Kinds of work">
        {KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            className={styles.kind}
            aria-pressed={kinds.includes(kind)}
            onClick={() =>
              setKinds((before) =>
                before.includes(kind) ? before.filter((one) => one !== kind) : [...before, kind],
              )
            }
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
        onChange={(value) => setHabit(value as typeof habit)}
        data={[
          { value: 'under', label: 'longer' },
          { value: 'right', label: 'about that' },
          { value: 'over', label: 'less' },
          { value: 'unknown', label: 'no idea' },
        ]}
      />
    </Step>,
  ];
  const last = step === steps.length - 1;

  return (
    <main className={styles.page}>
      <form
        className={styles.card}
        onSubmit={(event) => {
          event.preventDefault();
          if (last) finish(answers());
          else setStep(step + 1);
        }}
      >
        {steps[step]}
        <footer className={styles.foot}>
          <Button variant="subtle" color="gray" onClick={() => finish({})}>
            Skip
          </Button>
          <span className={styles.where}>
            {step + 1} of {steps.length}
          </span>
          {step > 0 && (
            <Button variant="default" onClick={() => setStep(step - 1)}>
              Back
            </Button>
          )}
          <Button type="submit">{last ? 'Start' : 'Next'}</Button>
        </footer>
      </form>
    </main>
  );
}

function Step({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <div className={styles.step}>
      <h1 className={styles.title}>{title}</h1>
      <p className={styles.text}>{text}</p>
      {children}
    </div>
  );
}
