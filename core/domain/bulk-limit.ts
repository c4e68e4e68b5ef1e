/** Tasks that can be changed at once: they are one transaction, during which nothing else is answered. */
export const MAX_BULK = 500;
