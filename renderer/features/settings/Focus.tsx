import { NumberInput, Select, Switch } from '@mantine/core';
import type { FocusWish, Settings } from '../../../core/domain/settings.ts';
import { usualFocusWish } from '../../../core/focus-wish.ts';
import { say } from '../../../core/messages/index.ts';
import { usePlan } from '../../api/hooks.ts';
import { ClockField } from '../../ui/ClockField.tsx';
import { minutes } from '../../wording/format.ts';
import { save } from './save.ts';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

const LENGTHS = [45, 60, 90, 120, 150, 180, 240].map((length) => ({
  value: String(length),
  label: minutes(length),
}));

/** Time kept free of meetings and small things: how often, how long, and between which hours. */
export function Focus({ settings }: { settings: Settings }) {
  const wish = settings.focusTime;
  return (
    <Section
      title="Focus time"
      text="Hours without meetings, when you are at your best, reserved for demanding work."
    >
      <Switch
        label="Reserve focus time every week"
        checked={wish !== null}
        onChange={(event) => save({ focusTime: event.currentTarget.checked ? usualFocusWish : null })}
      />
      {wish && <Wish wish={wish} />}
    </Section>
  );
}

function Wish({ wish }: { wish: FocusWish }) {
  const short = usePlan().data?.focus?.short ?? [];
  const set = (patch: Partial<FocusWish>): void => save({ focusTime: { ...wish, ...patch } });
  return (
    <>
      <div className={styles.parts}>
        <NumberInput
          label="Times a week"
          min={1}
          max={20}
          allowDecimal={false}
          value={wish.blocksPerWeek}
          onChange={(times) => {
            if (typeof times === 'number' && times >= 1 && times <= 20) set({ blocksPerWeek: times });
          }}
        />
        <Select
          label="Block length"
          allowDeselect={false}
          data={LENGTHS}
          value={String(wish.blockMin)}
          onChange={(length) => length && set({ blockMin: Number(length) })}
        />
      </div>
      <div className={styles.span}>
        <span className={styles.text}>Between</span>
        <ClockField
          label="Focus time from"
          value={wish.from}
          onSave={(from) => from && from < wish.to && set({ from })}
        />
        –
        <ClockField
          label="Focus time to"
          value={wish.to}
          onSave={(to) => to && to > wish.from && set({ to })}
        />
      </div>
      {short.map(({ week, why }) => (
        <p key={week} className={styles.line}>
          {say(why)}
        </p>
      ))}
    </>
  );
}
