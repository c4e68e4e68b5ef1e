import { Popover, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import shared from './ui.module.css';

interface Props {
  /** The button that asks for a name. */
  children: ReactNode;
  /** What the field is called. */
  label: string;
  /** What the button that takes the name is called. */
  submit: string;
  onSubmit(name: string): void;
  className?: string | undefined;
  buttonLabel?: string;
}

/** A button that asks for one name in a small form, and hands it over. */
export function NameForm({ children, label, submit, onSubmit, className, buttonLabel }: Props) {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const hand = (): void => {
    if (name.trim() === '') return;
    onSubmit(name.trim());
    setName('');
    setOpen(false);
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={232} trapFocus>
      <Popover.Target>
        <button
          type="button"
          className={className ?? shared.quiet}
          aria-label={buttonLabel}
          onClick={() => setOpen(!open)}
        >
          {children}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <TextInput
          label={label}
          size="xs"
          maxLength={200}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && !event.nativeEvent.isComposing && hand()}
        />
        <button type="button" className={shared.quiet} disabled={name.trim() === ''} onClick={hand}>
          {submit}
        </button>
      </Popover.Dropdown>
    </Popover>
  );
}
