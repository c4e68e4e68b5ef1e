/** Ends what is being typed, as leaving the field does, and keeps the keyboard in it: left to the page, the next letter would be a shortcut. */
export function commitField(field: HTMLElement): void {
  field.blur();
  field.focus({ preventScroll: true });
}
