import { Checkbox, NumberInput, SegmentedControl, Select, Switch } from '@mantine/core';
import { useMemo } from 'react';
import type { Settings } from '../../../core/domain/settings.ts';
import type { DayPartHours } from '../../../core/language.ts';
import { LANGUAGE_IDS, type LanguageId } from '../../../core/language-ids.ts';
import { countryOfLocale, HOLIDAY_COUNTRIES } from '../../../core/time/public-holidays.ts';
import { save } from './save.ts';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

const LOCALES = [
  { value: 'en-US', label: 'Month first: 3/5 is 5 March' },
  { value: 'en-GB', label: 'Day first: 3/5 is 3 May' },
];

const LANGUAGE_NAMES: Record<LanguageId, string> = { en: 'English', de: 'German' };

const regionNames = new Intl.DisplayNames('en', { type: 'region' });
const COUNTRIES = HOLIDAY_COUNTRIES.map((code) => ({
  value: code,
  label: regionNames.of(code) ?? code,
})).sort((a, b) => a.label.localeCompare(b.label));

/** Look, zone, and what words such as "morning" mean. */
export function General({ settings }: { settings: Settings }) {
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  return (
    <Section title="Appearance and language" text="Theme, time zone and how dates and times of day are read.">
      <div>
        <span className={styles.label} id="theme-label">
          Theme
        </span>
        <SegmentedControl
          aria-labelledby="theme-label"
          value={settings.theme}
          onChange={(theme) => save({ theme: theme as Settings['theme'] })}
          data={[
            { value: 'system', label: 'System' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
        />
      </div>
      <Select
        label="Time zone"
        searchable
        clearable
        limit={50}
        placeholder="Computer’s time zone"
        data={zones}
        value={settings.zone}
        onChange={(zone) => save({ zone })}
      />
      <Select
        label="Date format"
        allowDeselect={false}
        data={LOCALES}
        value={settings.locale}
        onChange={(locale) => locale && save({ locale })}
      />
      <Checkbox.Group
        label="Languages for typing"
        description="Each line is read in the one it is written in."
        value={settings.languages}
        onChange={(chosen) => {
          const languages = LANGUAGE_IDS.filter((id) => chosen.includes(id));
          if (languages.length > 0) save({ languages });
        }}
      >
        <div className={styles.choices}>
          {LANGUAGE_IDS.map((id) => (
            <Checkbox
              key={id}
              value={id}
              label={LANGUAGE_NAMES[id]}
              disabled={settings.languages.length === 1 && settings.languages[0] === id}
            />
          ))}
        </div>
      </Checkbox.Group>
      <Select
        label="Public holidays"
        description="For names such as “Labour Day”, and for what repeats except on holidays."
        allowDeselect={false}
        data={COUNTRIES}
        value={settings.holidayCountry ?? countryOfLocale(settings.locale)}
        onChange={(country) =>
          save({ holidayCountry: HOLIDAY_COUNTRIES.find((one) => one === country) ?? null })
        }
      />
      <div className={styles.parts}>
        {(Object.keys(settings.dayParts) as Array<keyof DayPartHours>).map((part) => (
          <NumberInput
            key={part}
            label={`“${part}” means`}
            min={0}
            max={23}
            suffix=":00"
            value={settings.dayParts[part]}
            onChange={(hour) => {
              if (typeof hour === 'number') save({ dayParts: { ...settings.dayParts, [part]: hour } });
            }}
          />
        ))}
      </div>
      <Switch
        label="Re-plan automatically"
        description="Otherwise only when you press R."
        checked={settings.autoReplan}
        onChange={(event) => save({ autoReplan: event.currentTarget.checked })}
      />
    </Section>
  );
}
