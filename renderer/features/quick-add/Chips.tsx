import { Tooltip } from '@mantine/core';
import type { TaskPatch } from '../../../core/domain/task.ts';
import { say } from '../../../core/messages/index.ts';
import { ProjectDot } from '../../ui/ProjectDot.tsx';
import type { Chip } from './chips.ts';
import { FIELD_NAMES, FieldMenu } from './FieldMenu.tsx';
import styles from './quick-add.module.css';

interface Props {
  chips: Chip[];
  ghost: Chip | null;
  today: string;
  colourOf(project: string): number | null;
  onPick(patch: TaskPatch): void;
  onUnpick(fields: readonly (keyof TaskPatch)[]): void;
  onAccept(chip: Chip): void;
}

/** What the line was understood to mean, one chip each; a click changes a field, takes a reading or an offer. */
export function Chips({ chips, ghost, today, colourOf, onPick, onUnpick, onAccept }: Props) {
  return chips.map((chip) => {
    const { field } = chip;
    const label = <ChipLabel chip={chip} colour={chip.project ? colourOf(chip.project) : undefined} />;
    if (field) {
      const name = `${chip.label}, change ${FIELD_NAMES[field]}`;
      return (
        <FieldMenu
          key={chip.id}
          field={field}
          fixedDays={chip.fixedDays}
          today={today}
          onPick={onPick}
          onUnpick={onUnpick}
        >
          <button type="button" className={classesOf(chip)} aria-label={name} title={chip.hint}>
            {label}
          </button>
        </FieldMenu>
      );
    }
    if (chip.takes) {
      return (
        <Tooltip key={chip.id} label={chip.why ? say(chip.why) : ''} disabled={!chip.why} openDelay={300}>
          <button type="button" className={classesOf(chip)} onClick={() => onAccept(chip)}>
            {label}
            {chip === ghost && <kbd className={styles.key}>Tab</kbd>}
          </button>
        </Tooltip>
      );
    }
    return (
      <span key={chip.id} className={classesOf(chip)} title={chip.hint}>
        {label}
      </span>
    );
  });
}

function ChipLabel({ chip, colour }: { chip: Chip; colour: number | null | undefined }) {
  return (
    <>
      {colour !== undefined && <ProjectDot colour={colour} />}
      <span className={styles.label}>{chip.label}</span>
    </>
  );
}

function classesOf({ look }: Chip): string {
  const extra = {
    given: '',
    unsure: styles.dotted,
    guess: styles.dotted,
    uncertain: styles.dashed,
    suggested: styles.dashed,
  };
  return `${styles.chip} ${extra[look]}`;
}
