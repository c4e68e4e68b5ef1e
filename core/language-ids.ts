/** Languages that lines are read in. Apart from the schemas, so that a page can list them without building those. */
export const LANGUAGE_IDS = ['en', 'de'] as const;
export type LanguageId = (typeof LANGUAGE_IDS)[number];
