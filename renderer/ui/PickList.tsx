import { Menu } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { ProjectDot } from './ProjectDot.tsx';
import styles from './pick-list.module.css';

interface Props {
  label: string;
  choices: readonly { name: string; colour?: number }[];
  /** What a name that is none of the choices would make. */
  newLabel(name: string): string;
  /** Offered first while nothing is typed: no choice at all. */
  none?: string;
  onPick(name: string | null): void;
}

/** Choices of a menu, narrowed by typing; a name that is none of them can be made. Enter takes the first. */
export function PickList({ label, choices, newLabel, none, onPick }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  useEffect(() => {
    // The menu takes the focus itself when it opens.
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
      {none !== undefined && wanted === '' && <Menu.Item onClick={() => onPick(null)}>{none}</Menu.Item>}
      <div className={styles.choices}>
        {fitting.map(({ name, colour }) => (
          <Menu.Item
            key={name}
            leftSection={colour === undefined ? undefined : <ProjectDot colour={colour} />}
            onClick={() => onPick(name)}
          >
            {name}
          </Menu.Item>
        ))}
      </div>
      {isNew && <Menu.Item onClick={() => onPick(wanted)}>{newLabel(wanted)}</Menu.Item>}
    </>
  );
}
