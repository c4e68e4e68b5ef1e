import type { HabitPatch, HabitView } from '../../../core/domain/habit.ts';
import type { HabitId } from '../../../core/ids.ts';
import { checkIn } from './check-in.ts';
import { takeBack } from '../../actions/undo.ts';
import { client } from '../../api/client.ts';
import { useHabits } from '../../api/hooks.ts';
import { streakWords } from '../../wording/habit.ts';
import { HabitProgress } from '../../ui/HabitProgress.tsx';
import { notify, notifyError } from '../../ui/notify.tsx';
import { show } from '../../state/window.ts';
import { HabitFields } from './HabitFields.tsx';
import { TitleField } from '../../ui/fields.tsx';
import { SidePanel } from '../../ui/SidePanel.tsx';
import panel from '../../ui/panel.module.css';

const close = (): void => show({ openHabit: null });

/** Everything about one habit: how the week stands, what it is, and how to pause or end it. */
export default function HabitDetail({ id }: { id: HabitId }) {
  const habit = useHabits().byId.get(id);
  return (
    <SidePanel label="Habit details" onClose={close}>
      {habit && <Panel key={habit.id} habit={habit} />}
    </SidePanel>
  );
}

function Panel({ habit }: { habit: HabitView }) {
  const save = (patch: HabitPatch): void => {
    client.habits.update({ id: habit.id, patch }).catch(notifyError);
  };
  const streak = streakWords(habit);
  return (
    <div className={panel.detail}>
      <TitleField
        value={habit.title}
        onSave={(title) => client.habits.update({ id: habit.id, patch: { title } })}
      />
      <Buttons habit={habit} />
      <section className={panel.section} aria-label="This week">
        <p className={panel.lead}>
          {habit.state === 'paused' ? 'Paused: no sessions are planned.' : <HabitProgress habit={habit} />}
        </p>
        {streak && <p className={panel.quiet}>{streak}</p>}
      </section>
      <HabitFields habit={habit} save={save} />
    </div>
  );
}

function Buttons({ habit }: { habit: HabitView }) {
  const paused = habit.state === 'paused';
  const leave = (end: boolean): void => {
    const ask = async (): Promise<void> => {
      if (end) await client.habits.end({ id: habit.id });
      else if (paused) await client.habits.resume({ id: habit.id });
      else await client.habits.pause({ id: habit.id });
      if (end) show({ openHabit: null });
      const done = end ? 'Ended' : paused ? 'Resumed' : 'Paused';
      const intent = end ? 'habits.end' : paused ? 'habits.resume' : 'habits.pause';
      notify(`${done} “${habit.title}”`, { label: 'Undo', run: () => takeBack({ intent, ids: [] }) });
    };
    ask().catch(notifyError);
  };
  return (
    <div className={panel.buttons}>
      {!paused && (
        <button type="button" className={panel.button} onClick={() => checkIn(habit)}>
          Done once
        </button>
      )}
      <button type="button" className={panel.button} onClick={() => leave(false)}>
        {paused ? 'Resume' : 'Pause'}
      </button>
      <button type="button" className={panel.button} onClick={() => leave(true)}>
        End
      </button>
    </div>
  );
}
