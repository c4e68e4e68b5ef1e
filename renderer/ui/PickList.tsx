import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { ProjectIcon } from '../../core/domain/project.ts';
import { ProjectDot } from './ProjectDot.tsx';
import styles from './pick-list.module.css';

interface Props {
  label: string;
  choices: readonly { name: string; colour?: number; icon?: ProjectIcon | null }[];
  /** What a name that is none of the choices would make. */
  newLabel(name: string): string;
  /** Offered first while nothing is typed: no choice at all. */
  none?: string;
  /** What else can be chosen while nothing is typed. */
  more?: readonly { label: string; onPick(): void }[];
  onPick(name: string | null): void;
}

/** Choices in a popover, narrowed by typing; a name that is none of them can be made. Enter takes the first. */
export function PickList({ label, choices, newLabel, none, more, onPick }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  useEffect(() => {
    // The popover takes the focus itself when it opens.
    const timer = setTimeout(() => field.current?.focus());
    return () => clearTimeout(timer);
  }, []);
  const wanted = typed.trim();
  const fitting = choices.filter(({ name }) => name.toLowerCase().includes(wanted.toLowerCase()));
  const isNew = wanted !== '' && !choices.some(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  const takeFirst = (): void => {
    const first = fitting[0]?.name ?? (isNew ? wanted : undefined);
    if (wanted !== '' && first !== undefined) onPick(first);
  };
  return (
    <>
      <input
        ref={field}
        className={styles.field}
        aria-label={label}
        placeholder={label}
        maxLength={100}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          takeFirst();
        }}
      />
      {none !== undefined && wanted === '' && <Choice onClick={() => onPick(null)}>{none}</Choice>}
      <div className={styles.choices}>
        {fitting.map(({ name, colour, icon }) => (
          <Choice key={name} onClick={() => onPick(name)}>
            {colour !== undefined && <ProjectDot colour={colour} icon={icon} />}
            {name}
          </Choice>
        ))}
      </div>
      {isNew && <Choice onClick={() => onPick(wanted)}>{newLabel(wanted)}</Choice>}
      {wanted === '' &&
        more?.map((one) => (
          <Choice key={one.label} onClick={one.onPick}>
            {one.label}
          </Choice>
        ))}
    </>
  );
}

function Choice({ onClick, children }: { onClick(): void; children: ReactNode }) {
  return (
    <button type="button" className={styles.choice} onClick={onClick}>
      {children}
    </button>
  );
}
