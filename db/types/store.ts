import type * as C from './changes.ts';
import type * as H from './habits.ts';
import type * as L from './learning.ts';
import type * as Past from './past.ts';
import type * as P from './planning.ts';
import type * as S from './system.ts';
import type * as T from './tasks.ts';

/** What a read-only connection can do. */
export interface ReadStore {
  readonly tasks: T.TaskReader;
  readonly projects: T.ProjectReader;
  readonly tags: T.TagReader;
  readonly recurrences: T.RecurrenceReader;
  readonly habits: H.HabitReader;
  readonly events: T.EventReader;
  readonly plans: P.PlanReader;
  readonly timeEntries: P.TimeEntryReader;
  readonly behavior: P.BehaviorReader;
  readonly predictions: L.PredictionReader;
  readonly feedback: L.FeedbackReader;
  readonly vocabulary: L.VocabularyReader;
  readonly modelWeights: L.ModelWeightsReader;
  readonly trainingSessions: L.TrainingSessionReader;
  readonly patterns: L.PatternReader;
  readonly past: Past.PastReader;
  readonly featureRows: Past.FeatureRowReader;
  readonly embeddings: S.EmbeddingReader;
  readonly preferences: S.PreferenceReader;
  readonly search: S.SearchReader;
  readonly jobs: S.JobReader;
  readonly answers: S.AnswerReader;
  readonly changes: C.ChangeReader;
  readonly history: C.HistoryReader;
  readonly focusMarks: P.FocusMarkReader;
  readonly settings: S.SettingsReader;
}

/** What the interactive connection can do. Every method is synchronous. */
export interface Store extends ReadStore {
  readonly tasks: T.TaskReader & T.TaskWriter;
  readonly projects: T.ProjectReader & T.ProjectWriter;
  readonly recurrences: T.RecurrenceReader & T.RecurrenceWriter;
  readonly habits: H.HabitReader & H.HabitWriter;
  readonly events: T.EventReader & T.EventWriter;
  readonly plans: P.PlanReader & P.PlanWriter;
  readonly timeEntries: P.TimeEntryReader & P.TimeEntryWriter;
  readonly behavior: P.BehaviorReader & P.BehaviorWriter;
  readonly predictions: L.PredictionReader & L.PredictionWriter;
  readonly feedback: L.FeedbackReader & L.FeedbackWriter;
  readonly vocabulary: L.VocabularyReader & L.VocabularyWriter;
  readonly modelWeights: L.ModelWeightsReader & L.ModelWeightsWriter;
  readonly trainingSessions: L.TrainingSessionReader & L.TrainingSessionWriter;
  readonly patterns: L.PatternReader & L.PatternWriter;
  readonly featureRows: Past.FeatureRowReader & Past.FeatureRowWriter;
  readonly embeddings: S.EmbeddingReader & S.EmbeddingWriter;
  readonly preferences: S.PreferenceReader & S.PreferenceWriter;
  readonly jobs: S.JobReader & S.JobWriter;
  readonly answers: S.AnswerReader & S.AnswerWriter;
  readonly changes: C.ChangeReader & C.ChangeWriter;
  readonly history: C.HistoryReader & C.HistoryWriter;
  readonly focusMarks: P.FocusMarkReader & P.FocusMarkWriter;
  readonly settings: S.SettingsReader & S.SettingsWriter;
  /**
   * Runs one intent as one transaction: everything in `work` is stored durably when this returns, or nothing is.
   * A nested call joins the outer transaction; when it throws, its own writes are taken back. `work` must be synchronous.
   */
  transaction<T>(work: () => T): T;
}
