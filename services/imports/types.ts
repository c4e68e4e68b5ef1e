import type { SkippedItem } from '../../core/domain/exchange.ts';

/** What a file of another program holds, in Daymark's words. */

export interface TrackedTime {
  /** Epoch ms, UTC. */
  start: number;
  end: number;
}

export interface ImportedTask {
  /** Names the task in its file, so that a second import finds it again. */
  key: string;
  title: string;
  notes: string;
  project: string | null;
  tags: string[];
  people: string[];
  priority: 1 | 2 | 3 | 4;
  status: 'open' | 'done' | 'dropped';
  /** Days `YYYY-MM-DD`, moments `YYYY-MM-DDTHH:mm` on the clock of the import. */
  date: string | null;
  start: string | null;
  end: string | null;
  deadline: string | null;
  earliest: string | null;
  durationMin: number | null;
  rrule: string | null;
  recurFrom: 'schedule' | 'completion' | null;
  /** A day or a repetition in words ("every 3rd Friday"), read by the parser before the task is stored. */
  when: string | null;
  /** Keys of tasks that come before. */
  after: string[];
  /** Epoch ms, UTC; null when the file doesn't say. */
  createdAt: number | null;
  completedAt: number | null;
  tracked: TrackedTime[];
  /** Minutes of work where the file has only a sum. */
  actualMin: number | null;
}

export interface ImportedEvent {
  key: string;
  title: string;
  start: string;
  end: string;
  allDay: boolean;
  busy: boolean;
  location: string;
  /** Of one that repeats: the zone whose clock it keeps (that of the import without), its rule and the starts it leaves out. */
  series?: { tz: string; rrule: string; except: string[] };
  /** Key of the series that this was an occurrence of. */
  seriesKey?: string;
}

export interface ImportedFile {
  tasks: ImportedTask[];
  events: ImportedEvent[];
  skipped: SkippedItem[];
}

/** What a reader is given beside the text. */
export interface ReadingContext {
  /** Name of the file, without its folder. */
  fileName: string;
  /** Zone in which moments of the file become wall clocks. */
  tz: string;
  /** Whether 03/04 is the third of April. */
  dayFirst: boolean;
  /** Columns of a plain CSV by what they hold, where they aren't found by their names. */
  columns: Readonly<Record<string, string>>;
}

/** Reads a file in steps, since a long one takes a while. */
export type Reader = (text: string, context: ReadingContext) => Generator<void, ImportedFile, void>;

/** A task that says nothing but its title. */
export function anImportedTask(key: string, title: string, fields: Partial<ImportedTask> = {}): ImportedTask {
  return {
    key,
    title,
    notes: '',
    project: null,
    tags: [],
    people: [],
    priority: 4,
    status: 'open',
    date: null,
    start: null,
    end: null,
    deadline: null,
    earliest: null,
    durationMin: null,
    rrule: null,
    recurFrom: null,
    when: null,
    after: [],
    createdAt: null,
    completedAt: null,
    tracked: [],
    actualMin: null,
    ...fields,
  };
}
