import type { TaskId } from '../../core/ids.ts';
import { addDays } from '../../core/time/zoned.ts';
import type { ServiceContext, RequestTime } from '../context.ts';

/** A page to print: today and the week from today on, and what is open beside it. No script, nothing from elsewhere. */

const DAYS = 7;
const MAX_OPEN = 500;

interface Row {
  at: string;
  title: string;
  note: string;
}

export function printedPage(ctx: ServiceContext, { local, tz }: RequestTime): string {
  const today = local.slice(0, 10);
  const locale = localeOf(ctx.db.settings.get().locale);
  const days = Array.from({ length: DAYS }, (_unused, nth) => addDays(today, nth));
  const name = new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  });
  const sections = days.map((day, nth) => {
    const rows = rowsOf(ctx, day, tz);
    const title = name.format(new Date(`${day}T12:00:00Z`));
    return `<section${nth === 0 ? ' class="today"' : ''}><h2>${escaped(title)}</h2>${listOf(rows)}</section>`;
  });
  const planned = new Set<string>(
    ctx.db.plans.blocks(today, addDays(today, DAYS)).map((block) => block.taskId),
  );
  const { tasks, total } = ctx.db.tasks.list({ status: 'open', order: 'smart', limit: MAX_OPEN, offset: 0 });
  const open = tasks.filter((task) => !planned.has(task.id));
  const rest = open.map((task) => ({
    at: task.deadline?.slice(0, 10) ?? '',
    title: task.title,
    note: task.project ?? '',
  }));
  const unlisted = total - tasks.length;
  const more = unlisted > 0 ? `<p>and ${unlisted} more open tasks</p>` : '';
  return `<!doctype html>
<html lang="${escaped(locale)}"><head><meta charset="utf-8"><title>${escaped(today)}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
body{font:13px/1.4 system-ui,sans-serif;margin:16mm;color:#111;font-variant-numeric:tabular-nums}
h2{font-size:15px;margin:14px 0 4px;border-bottom:1px solid #ccc}
.today h2{font-size:19px}
table{border-collapse:collapse;width:100%}
td{padding:2px 8px 2px 0;vertical-align:top}
td:first-child{white-space:nowrap;width:8em;color:#555}
td:last-child{text-align:right;color:#555}
section{break-inside:avoid}
.today{break-after:page}
@page{margin:0}
</style></head><body>
${sections.join('\n')}
<section><h2>Not planned</h2>${listOf(rest)}${more}</section>
</body></html>
`;
}

function rowsOf(ctx: ServiceContext, day: string, tz: string): Row[] {
  const { db } = ctx;
  const blocks = db.plans.blocks(day, addDays(day, 1)).filter(({ start }) => start.startsWith(day));
  const rows = blocks.map(({ taskId, start, end, part, parts }): Row => {
    const task = db.tasks.get(taskId as TaskId);
    const nth = parts > 1 ? ` (${part}/${parts})` : '';
    return { at: span(start, end), title: `${task?.title ?? ''}${nth}`, note: task?.project ?? '' };
  });
  const events = db.events
    .between(day, addDays(day, 1))
    .map(({ title, start, end, allDay, tz: own }): Row => ({
      at: allDay ? '' : span(start, end),
      title,
      note: own === tz ? '' : own,
    }));
  return [...events, ...rows].sort((a, b) => (a.at < b.at ? -1 : 1));
}

const span = (start: string, end: string): string => `${start.slice(11)}–${end.slice(11)}`;

function listOf(rows: readonly Row[]): string {
  if (rows.length === 0) return '<p>–</p>';
  const lines = rows.map(
    ({ at, title, note }) =>
      `<tr><td>${escaped(at)}</td><td>${escaped(title)}</td><td>${escaped(note)}</td></tr>`,
  );
  return `<table>${lines.join('')}</table>`;
}

function localeOf(given: string): string {
  try {
    return Intl.getCanonicalLocales(given)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
