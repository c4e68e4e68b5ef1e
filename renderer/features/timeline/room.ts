/** Height of an hour on the grid, in pixels. */
export const HOUR_PX = { day: 76, week: 72 } as const;

const LINE_PX = 16;
const PADDING_PX = { day: 6, week: 3 } as const;

/** Space above the first line of a block: enough to breathe, nothing where there is only room for the line. */
export function paddingIn(minutes: number, span: 'day' | 'week'): number {
  const spare = (minutes / 60) * HOUR_PX[span] - LINE_PX;
  return Math.max(0, Math.min(PADDING_PX[span] - 2, Math.floor(spare / 2)));
}

/** Height of a line of text in pixels: the usual one, less in a block that is lower than that. */
export function lineHeightIn(minutes: number, span: 'day' | 'week'): number {
  return Math.max(5, Math.min(LINE_PX, Math.floor((minutes / 60) * HOUR_PX[span]) - 1));
}

/** Size of the text in pixels where a line is lower than usual; undefined leaves it as it is. */
export function textSizeIn(lineHeight: number): number | undefined {
  return lineHeight >= 13 ? undefined : Math.max(8, lineHeight - 0.5);
}

/** How many whole lines of text fit into a block of so many minutes; one at least. */
export function linesIn(minutes: number, span: 'day' | 'week'): number {
  const height = (minutes / 60) * HOUR_PX[span] - PADDING_PX[span];
  return Math.max(1, Math.floor(height / LINE_PX));
}
