import { NumberInput, Select, Switch } from '@mantine/core';
import type { FocusGoal, Settings } from '../../../core/domain/settings.ts';
import { defaultFocusGoal } from '../../../core/focus-goal.ts';
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
  const goal = settings.focusTime;
  return (
    <Section
      title="Focus time"
      text="Hours without meetings, when you are at your best, reserved for demanding work."
    >
      <Switch
        label="Reserve focus time every week"
        checked={goal !== null}
        onChange={(event) => save({ focusTime: event.currentTarget.checked ? defaultFocusGoal : null })}
      />
      {goal && <Goal goal={goal} />}
    </Section>
  );
}

function Goal({ goal }: { goal: FocusGoal }) {
  const short = usePlan().data?.focus?.short ?? [];
  const set = (patch: Partial<FocusGoal>): void => save({ focusTime: { ...goal, ...patch } });
  return (
    <>
      <div className={styles.parts}>
        <NumberInput
          label="Times a week"
          min={1}
          max={20}
          allowDecimal={false}
          value={goal.blocksPerWeek}
          onChange={(times) => {
            if (typeof times === 'number' && times >= 1 && times <= 20) set({ blocksPerWeek: times });
          }}
        />
        <Select
          label="Block length"
          allowDeselect={false}
          data={LENGTHS}
          value={String(goal.blockMin)}
          onChange={(length) => length && set({ blockMin: Number(length) })}
        />
      </div>
      <div className={styles.span}>
        <span className={styles.text}>Between</span>
        <ClockField
          label="Focus time from"
          value={goal.from}
          onSave={(from) => from && from < goal.to && set({ from })}
        />
        –
        <ClockField
          label="Focus time to"
          value={goal.to}
          onSave={(to) => to && to > goal.from && set({ to })}
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
