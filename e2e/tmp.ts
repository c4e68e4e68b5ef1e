import { openBrowser } from './browser.ts'; import { start } from './targets.ts';
const b = await openBrowser();
for (const t of [process.argv[2] as 'host']) {
  const s=Date.now(); const r = await start(t, b, {now: '2026-03-04T09:10'}); console.log(t, Date.now()-s, await r.page.title(), r.page.url());
  try { 
  await r.page.getByRole('button', {name:'Skip'}).click();
  const f = r.page.getByRole('textbox', {name: /^Add a task/}); await f.waitFor({timeout:5000});
  await f.pressSequentially('Prepare slides for Monday standup 45m p1 #Work @deep', {delay: 5});
  await r.page.waitForTimeout(700);
  console.log(await r.page.locator('body').ariaSnapshot());
  console.log(await r.page.locator('[data-token]').allTextContents());
  await r.page.screenshot({path:`/tmp/e/${t}1.png`});
  await f.press('Enter');
  await r.page.waitForTimeout(2500);
  await r.page.screenshot({path:`/tmp/e/${t}2.png`});
  console.log(await r.page.locator('body').ariaSnapshot());
  await r.page.getByRole('button', {name:'Why?'}).click({timeout:3000});
  await r.page.waitForTimeout(500);
  console.log(await r.page.getByRole('note').allTextContents());
  console.log('exit', await r.quit()); await r.dispose(); } catch(e) { console.log(t, e) }
  console.log(r.troubles, r.double?.refused, r.double?.stderr());
}
await b.close();
