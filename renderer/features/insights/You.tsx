import type { InsightReport } from '../../../core/insights.ts';
import { Bars, EnergyMap, EstimateScatter, WeekTrend } from './charts.tsx';
import { Findings } from './Findings.tsx';
import { Picture } from './Picture.tsx';
import {
  deferralBars,
  deferralFigures,
  energyFigures,
  estimateFigures,
  projectBars,
  projectFigures,
  weekFigures,
} from './pictures.ts';
import { Stuck } from './Stuck.tsx';
import styles from './insights.module.css';

/** How am I doing, and what should I change? */
export function You({ report }: { report: InsightReport }) {
  const { charts, metrics } = report;
  const projects = projectBars(metrics.projects);
  const deferrals = deferralBars(charts.deferrals);
  const barWords = (bars: typeof projects): string =>
    bars.map(({ name, words }) => `${name} ${words}`).join(', ');
  const pictures = [
    {
      title: 'Energy through the week',
      text: 'minutes of finished work by hour; pale hours have little',
      name: 'energy',
      figures: energyFigures(charts.energy),
      drawing: <EnergyMap energy={charts.energy} />,
    },
    {
      title: 'Done by week',
      text: 'line: share of the week’s list that got done; bars: tasks finished',
      name: 'weeks',
      figures: weekFigures(charts.weeks),
      drawing: <WeekTrend weeks={charts.weeks} />,
    },
    {
      title: 'Estimate and actual time',
      text: 'each dot a task; the line is a perfect estimate, the band half as much more or less',
      name: 'estimates',
      figures: estimateFigures(charts.estimates),
      drawing: <EstimateScatter estimates={charts.estimates} />,
    },
    {
      title: 'Time by project',
      text: 'finished tasks of this report',
      name: 'projects',
      figures: projectFigures(metrics.projects),
      drawing: <Bars bars={projects} label={`Time by project: ${barWords(projects)}.`} />,
    },
    {
      title: 'What gets postponed',
      text: 'share of a project’s tasks that were postponed at least once',
      name: 'postponed',
      figures: deferralFigures(charts.deferrals),
      drawing: <Bars bars={deferrals} label={`Postponed at least once: ${barWords(deferrals)}.`} />,
    },
  ];
  return (
    <>
      <Findings report={report} />
      <Stuck />
      <div className={styles.charts}>
        {pictures.map(({ drawing, ...picture }) => (
          <Picture key={picture.name} {...picture}>
            {drawing}
          </Picture>
        ))}
      </div>
    </>
  );
}
