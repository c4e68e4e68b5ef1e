import type { Weekday } from '../../core/problem.ts';

/** One stretch of tracked work. Instants are epoch milliseconds, UTC. */
export interface WorkEntry {
  taskId: string;
  start: number;
  end: number;
  project?: string | null;
  /** Direction of the task's text; lets the cost of switching be measured by distance. */
  embedding?: readonly number[];
}

/** A finished task. */
export interface Completion {
  taskId: string;
  at: number;
  /** Minutes a task like this takes on average, before anyone knew when it would be worked on. */
  expectedMin?: number | null;
  /** Minutes the plan had for it. */
  plannedMin?: number | null;
  priority?: 1 | 2 | 3 | 4 | null;
  due?: number | null;
  project?: string | null;
}

/** A meeting or another event that takes the person's time. */
export interface BusyEvent {
  start: number;
  end: number;
}

export interface LearnOptions {
  /** Epoch milliseconds; nothing after it is looked at. */
  now: number;
  tz: string;
  /** Age at which an observation counts half, days. */
  halfLifeDays?: number;
  /** Energy by hour, 0–1, as said at the first run; what little data there is is drawn towards it. */
  prior?: readonly number[];
}

/** Anything measured, and how far to trust it: 0 is the prior alone, towards 1 with evidence. */
export interface Measured<T> {
  value: T;
  confidence: number;
}

/** What a history says about how a person works. */
export interface LearnedProfile {
  version: 1;
  /** Expected-work minutes finished per available minute, by local hour; 1 is an average hour of this person. */
  byHour: Measured<number[]>;
  /** The same by weekday (rows, Monday first) and hour: the heat map. */
  byWeekdayHour: number[][];
  /** Available hours behind each hour of the day, recent ones counting more. */
  evidenceHours: number[];
  /** The three consecutive hours that get most done; empty before there is data. */
  peakHours: number[];
  /** `byHour` stretched to 0–1, as planning wants it. */
  energyByHour: number[];
  focus: Measured<{ lengthMin: number; breakMin: number }>;
  /** Minutes lost when the project changes, and per unit of text distance (1 − cosine). */
  switching: Measured<{ costMin: number; perDistanceMin: number | null }>;
  /** Minutes after local midnight. */
  day: Measured<{ startMin: number; endMin: number }>;
  /** Tracked minutes on a usual day of each weekday. */
  capacityMin: Measured<Partial<Record<Weekday, number>>>;
  /** Real over planned time of whole days: median, and standard deviation of the logarithm. */
  pace: Measured<{ median: number; sd: number }>;
  /** Hour at which work of a project usually starts, and its spread in hours. */
  timePreference: Measured<{ project: string; hour: number; spreadHours: number; share: number }[]>;
  calendarLoad: Measured<{
    /** Meeting minutes on a usual day, Monday first. */
    byWeekdayMin: number[];
    /** Share of weekdays' hours that is taken by meetings. */
    byHour: number[];
    /** Windows of the working day usually free of meetings, minutes after midnight. */
    free: { weekday: Weekday; fromMin: number; toMin: number }[];
    /** Minutes without tracked work just before and after a meeting. */
    lostAroundMin: number;
  }>;
}
