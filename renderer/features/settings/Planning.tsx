import { Select, Slider } from '@mantine/core';
import { useId, useState } from 'react';
import type { Settings } from '../../../core/domain/settings.ts';
import { presets } from '../../../core/plan-presets.ts';
import shared from '../../ui/ui.module.css';
import { save } from './save.ts';
import { Section } from './Section.tsx';
import styles from './settings.module.css';
import { strengthOf, WEIGHT_WORDS, weightFor, weightNames, weightsOf } from './weights.ts';

const PRESETS = [
  { value: 'balanced', label: 'Balanced' },
  { value: 'deadlineDriven', label: 'Deadlines first' },
  { value: 'deepWork', label: 'Deep work' },
  { value: 'gentle', label: 'Gentle' },
];

/** What counts how much when the day is laid out: a named mix, or one's own. */
export function Planning({ settings }: { settings: Settings }) {
  const weights = settings.planWeights;
  return (
    <Section title="Planning" text="What matters most when planning.">
      <Select
        label="Style"
        allowDeselect={false}
        data={PRESETS}
        value={settings.planPreset}
        onChange={(preset) =>
          preset && save({ planPreset: preset as Settings['planPreset'], planWeights: null })
        }
      />
      {weights === null ? (
        <button
          type="button"
          className={`${shared.quiet} ${styles.start}`}
          onClick={() => save({ planWeights: weightsOf(settings.planPreset) })}
        >
          Customise weights
        </button>
      ) : (
        <>
          {weightNames.map((name) => (
            <Weight
              key={name}
              label={WEIGHT_WORDS[name]}
              value={strengthOf(name, weights[name] ?? presets[settings.planPreset][name])}
              onSave={(value) => save({ planWeights: { ...weights, [name]: weightFor(name, value) } })}
            />
          ))}
          <button
            type="button"
            className={`${shared.quiet} ${styles.start}`}
            onClick={() => save({ planWeights: null })}
          >
            Reset to the selected style
          </button>
        </>
      )}
    </Section>
  );
}

function Weight({ label, value, onSave }: { label: string; value: number; onSave(value: number): void }) {
  const id = useId();
  const [dragged, setDragged] = useState<number | null>(null);
  const shown = dragged ?? value;
  return (
    <div className={styles.weight}>
      <span id={id}>{label}</span>
      <Slider
        className={styles.slider ?? ''}
        min={0}
        max={4}
        step={0.05}
        label={null}
        value={shown}
        onChange={setDragged}
        onChangeEnd={(end) => {
          setDragged(null);
          onSave(end);
        }}
        thumbProps={{ 'aria-labelledby': id }}
      />
      <span className={styles.number}>{shown.toFixed(1)}×</span>
    </div>
  );
}
