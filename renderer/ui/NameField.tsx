import { TextInput } from '@mantine/core';
import { useState } from 'react';

interface NameFieldProps {
  name: string;
  maxLength: number;
  /** Gets the trimmed new name; not called for an empty one, which falls back to the present name. */
  onRename(name: string): void;
}

/** The name of a project, a filter or the like; saved by Enter or on leaving the field. */
export function NameField({ name, maxLength, onRename }: NameFieldProps) {
  const [typed, setTyped] = useState(name);
  const save = (): void => {
    const next = typed.trim();
    if (next === '') setTyped(name);
    else if (next !== name) onRename(next);
  };
  return (
    <TextInput
      label="Name"
      size="xs"
      maxLength={maxLength}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => event.key === 'Enter' && save()}
    />
  );
}
