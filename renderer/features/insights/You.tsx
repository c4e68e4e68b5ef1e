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
import styles from './insights.module.css';

/** How am I doing, and what should I change? */
export function You({ report }: { report: InsightReport }) {
  const { charts, metrics } = report;
  const projects = projectBars(metrics.projects);
  const deferrals = deferralBars(charts.deferrals);
  const barWords = (bars: typeof projects): string =>
    bars.map(({ name, words }) => `${name} ${words}`).join(', ');
  return (
    <>
      <Findings report={report} />
      <div className={styles.charts}>
        <Picture
          title="Energy through the week"
          text="minutes of finished work by hour; pale hours have little"
          name="energy"
          figures={energyFigures(charts.energy)}
        >
          <EnergyMap energy={charts.energy} />
        </Picture>
        <Picture
          title="Done by week"
          text="line: share of the week’s list that got done; bars: tasks finished"
          name="weeks"
          figures={weekFigures(charts.weeks)}
        >
          <WeekTrend weeks={charts.weeks} />
        </Picture>
        <Picture
          title="Estimate and actual time"
          text="each dot a task; the line is a perfect estimate, the band half as much more or less"
          name="estimates"
          figures={estimateFigures(charts.estimates)}
        >
          <EstimateScatter estimates={charts.estimates} />
        </Picture>
        <Picture
          title="Time by project"
          text="finished tasks of this report"
          name="projects"
          figures={projectFigures(metrics.projects)}
        >
          <Bars bars={projects} label={`Time by project: ${barWords(projects)}.`} />
        </Picture>
        <Picture
          title="What gets postponed"
          text="share of a project’s tasks that were postponed at least once"
          name="postponed"
          figures={deferralFigures(charts.deferrals)}
        >
          <Bars bars={deferrals} label={`Postponed at least once: ${barWords(deferrals)}.`} />
        </Picture>
      </div>
    </>
  );
}
