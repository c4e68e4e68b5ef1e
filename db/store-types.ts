import type { AnswerReader, AnswerWriter } from './answers/types.ts';
import type { BehaviorReader, BehaviorWriter, PatternReader, PatternWriter } from './behavior/types.ts';
import type { CalendarReader, CalendarWriter } from './calendars/types.ts';
import type { ChangeReader, ChangeWriter } from './changes/types.ts';
import type { EmbeddingReader, EmbeddingWriter } from './embeddings/types.ts';
import type { EventReader, EventWriter } from './events/types.ts';
import type { FocusMarkReader, FocusMarkWriter } from './focus-marks/types.ts';
import type { HabitReader, HabitWriter } from './habits/types.ts';
import type { HistoryReader, HistoryWriter } from './history/types.ts';
import type { JobReader, JobWriter } from './jobs/types.ts';
import type {
  ModelWeightsReader,
  ModelWeightsWriter,
  TrainingSessionReader,
  TrainingSessionWriter,
} from './models/types.ts';
import type { FeatureRowReader, FeatureRowWriter, PastReader } from './past/types.ts';
import type { PlanReader, PlanWriter } from './plans/types.ts';
import type {
  FeedbackReader,
  FeedbackWriter,
  PredictionReader,
  PredictionWriter,
} from './predictions/types.ts';
import type { PreferenceReader, PreferenceWriter } from './preferences/types.ts';
import type { ProjectReader, ProjectWriter } from './projects/types.ts';
import type { PublicationReader, PublicationWriter } from './publications/types.ts';
import type { RecommendationReader, RecommendationWriter } from './recommendations/types.ts';
import type { RecurrenceReader, RecurrenceWriter } from './recurrences/types.ts';
import type { ReminderReader, ReminderWriter } from './reminders/types.ts';
import type { SavedFilterReader, SavedFilterWriter } from './saved-filters/types.ts';
import type { SearchReader } from './search/types.ts';
import type { SectionReader, SectionWriter } from './sections/types.ts';
import type { SettingsReader, SettingsWriter } from './settings/types.ts';
import type { SyncReader, SyncWriter } from './sync/types.ts';
import type { TagReader, TaskReader, TaskWriter } from './tasks/types.ts';
import type { TimeEntryReader, TimeEntryWriter } from './time-entries/types.ts';
import type { TrashReader, TrashWriter } from './trash/types.ts';
import type { VocabularyReader, VocabularyWriter } from './vocabulary/types.ts';

/** What a read-only connection can do. */
export interface ReadStore {
  readonly tasks: TaskReader;
  readonly projects: ProjectReader;
  readonly sections: SectionReader;
  readonly tags: TagReader;
  readonly recurrences: RecurrenceReader;
  readonly habits: HabitReader;
  readonly events: EventReader;
  readonly calendars: CalendarReader;
  readonly publications: PublicationReader;
  readonly sync: SyncReader;
  readonly plans: PlanReader;
  readonly timeEntries: TimeEntryReader;
  readonly behavior: BehaviorReader;
  readonly predictions: PredictionReader;
  readonly feedback: FeedbackReader;
  readonly vocabulary: VocabularyReader;
  readonly modelWeights: ModelWeightsReader;
  readonly trainingSessions: TrainingSessionReader;
  readonly patterns: PatternReader;
  readonly past: PastReader;
  readonly featureRows: FeatureRowReader;
  readonly embeddings: EmbeddingReader;
  readonly preferences: PreferenceReader;
  readonly search: SearchReader;
  readonly jobs: JobReader;
  readonly answers: AnswerReader;
  readonly changes: ChangeReader;
  readonly history: HistoryReader;
  readonly focusMarks: FocusMarkReader;
  readonly savedFilters: SavedFilterReader;
  readonly reminders: ReminderReader;
  readonly recommendations: RecommendationReader;
  readonly trash: TrashReader;
  readonly settings: SettingsReader;
}

/** What the interactive connection can do. Every method is synchronous. */
export interface Store extends ReadStore {
  readonly tasks: TaskReader & TaskWriter;
  readonly projects: ProjectReader & ProjectWriter;
  readonly sections: SectionReader & SectionWriter;
  readonly recurrences: RecurrenceReader & RecurrenceWriter;
  readonly habits: HabitReader & HabitWriter;
  readonly events: EventReader & EventWriter;
  readonly calendars: CalendarReader & CalendarWriter;
  readonly publications: PublicationReader & PublicationWriter;
  readonly sync: SyncReader & SyncWriter;
  readonly plans: PlanReader & PlanWriter;
  readonly timeEntries: TimeEntryReader & TimeEntryWriter;
  readonly behavior: BehaviorReader & BehaviorWriter;
  readonly predictions: PredictionReader & PredictionWriter;
  readonly feedback: FeedbackReader & FeedbackWriter;
  readonly vocabulary: VocabularyReader & VocabularyWriter;
  readonly modelWeights: ModelWeightsReader & ModelWeightsWriter;
  readonly trainingSessions: TrainingSessionReader & TrainingSessionWriter;
  readonly patterns: PatternReader & PatternWriter;
  readonly featureRows: FeatureRowReader & FeatureRowWriter;
  readonly embeddings: EmbeddingReader & EmbeddingWriter;
  readonly preferences: PreferenceReader & PreferenceWriter;
  readonly jobs: JobReader & JobWriter;
  readonly answers: AnswerReader & AnswerWriter;
  readonly changes: ChangeReader & ChangeWriter;
  readonly history: HistoryReader & HistoryWriter;
  readonly focusMarks: FocusMarkReader & FocusMarkWriter;
  readonly savedFilters: SavedFilterReader & SavedFilterWriter;
  readonly reminders: ReminderReader & ReminderWriter;
  readonly recommendations: RecommendationReader & RecommendationWriter;
  readonly trash: TrashReader & TrashWriter;
  readonly settings: SettingsReader & SettingsWriter;
  /**
   * Runs one intent as one transaction: everything in `work` is stored durably when this returns, or nothing is.
   * A nested call joins the outer transaction; when it throws, its own writes are taken back. `work` must be synchronous.
   */
  transaction<T>(work: () => T): T;
}
