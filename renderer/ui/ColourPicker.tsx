import { ProjectDot } from './ProjectDot.tsx';
import styles from './ui.module.css';

const COLOURS = 12;

interface Props {
  value: number;
  onChoose(colour: number): void;
}

/** The palette that projects and calendars share. */
export function ColourPicker({ value, onChoose }: Props) {
  return (
    <div className={styles.colours} role="group" aria-label="Colour">
      {Array.from({ length: COLOURS }, (_, colour) => (
        <button
          key={colour}
          type="button"
          className={styles.colour}
          aria-label={`Colour ${colour + 1}`}
          aria-pressed={value === colour}
          onClick={() => onChoose(colour)}
        >
          <ProjectDot colour={colour} />
        </button>
      ))}
    </div>
  );
}
