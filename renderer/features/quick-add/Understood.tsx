import { say } from '../../../core/messages/index.ts';
import { useProjects } from '../../api/hooks.ts';
import type { Chip, PickedField } from './chips.ts';
import { Chips } from './Chips.tsx';
import { MissingMenu } from './FieldMenu.tsx';
import type { Capture } from './useCapture.ts';
import styles from './quick-add.module.css';

const SETTABLE: readonly PickedField[] = ['date', 'durationMin', 'priority', 'project'];

interface Props {
  capture: Capture;
  chips: Chip[];
  ghost: Chip | null;
  today: string;
}

/** The row under the line: what was understood, what is offered, and where the guess comes from. */
export function Understood({ capture, chips, ghost, today }: Props) {
  const { list: projects } = useProjects();
  const shown = new Set(chips.map((chip) => chip.field));
  const settable = shown.has('repeat') ? SETTABLE.filter((field) => field !== 'date') : SETTABLE;
  const evidence = capture.answer?.duration;
  const colourOf = (name: string): number | null =>
    projects.find((project) => project.name.toLowerCase() === name.toLowerCase())?.colour ?? null;
  return (
    <div id="capture-understood" className={styles.understood} role="group" aria-label="Understood">
      <Chips
        chips={chips}
        ghost={ghost}
        today={today}
        colourOf={colourOf}
        onPick={capture.pick}
        onUnpick={capture.unpickFields}
        onAccept={capture.accept}
      />
      <MissingMenu
        missing={settable.filter((field) => !shown.has(field))}
        today={today}
        onPick={capture.pick}
        onUnpick={capture.unpickFields}
      />
      {evidence && <span className={styles.evidence}>{say(evidence.why)}</span>}
    </div>
  );
}
