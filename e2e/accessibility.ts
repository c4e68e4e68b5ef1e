import axe, { type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
/**
 * Waits until nothing fades: a dialog on its way in or out lends the whole page other contrasts. One animation can begin
 * when another ends, so several frames without any are asked for.
 */
const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let quiet = 0; quiet < 5; quiet += 1) {
      await new Promise(requestAnimationFrame);
      const running = document
        .getAnimations()
        .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
      if (running.length > 0) quiet = -1;
      await Promise.all(running.map((one) => one.finished.catch(() => 0)));
    }
  });

/**
 * What axe finds on a page once it stands still, as one line each: rule, element, why. Only the lines leave the page; the
 * whole report is a megabyte.
 *
 * @param rules in place of all that belong to WCAG 2.2 AA and to good practice
 */
export async function axeFindings(page: Page, rules: readonly string[] | null = null): Promise<string[]> {
  await settled(page);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  // An empty week scrolls and has nothing to go to in it yet; the grid's own table allows no focus there.
  const emptyWeek = (await page.locator('[data-grid="week"] [role="button"]').count()) === 0;
  // An open menu belongs to its button, wherever in the page it is drawn; axe exempts only dialogs from landmarks.
  const region = { enabled: (await page.getByRole('menu').count()) === 0 };
  const options: RunOptions = {
    resultTypes: ['violations'],
    runOnly: rules ? { type: 'rule', values: [...rules] } : { type: 'tag', values: TAGS },
    rules: rules ? {} : { 'label-content-name-mismatch': { enabled: true }, region },
  };
  return page.evaluate(
    async ([exclude, how]) => {
      const { violations } = await (window as unknown as { axe: typeof axe }).axe.run({ exclude }, how);
      return violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${node.html.slice(0, 200)}: ${node.failureSummary ?? ''}`),
      );
    },
    [emptyWeek ? ['[data-grid="week"]'] : [], options] as const,
  );
}
