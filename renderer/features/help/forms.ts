/** One form of the capture grammar: what it is called, an example, and what that yields. */
export interface GrammarForm {
  form: string;
  example: string;
  yields: string;
}
export const grammarForms: readonly GrammarForm[] = [];
