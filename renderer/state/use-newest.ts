import { useRef, useState } from 'react';

/**
 * The state of a form, changed field by field. `newest` is up to date within one event, before the form is drawn again: a
 * field that is left by the click that saves has then been counted.
 */
export function useNewest<T extends object>(
  initial: T,
): {
  value: T;
  newest: { readonly current: T };
  set(patch: Partial<T>): void;
} {
  const [value, setValue] = useState(initial);
  const newest = useRef(value);
  const set = (patch: Partial<T>): void => {
    newest.current = { ...newest.current, ...patch };
    setValue(newest.current);
  };
  return { value, newest, set };
}
