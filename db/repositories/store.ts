import type { Connection } from '../sqlite.ts';
import type { ReadStore, Store } from '../types/store.ts';
import { answerReader, answerWriter } from './answers.ts';
import { behaviorReader, behaviorWriter, timeEntryReader, timeEntryWriter } from './activity.ts';
import { eventReader, eventWriter, recurrenceReader, recurrenceWriter } from './calendar.ts';
import { embeddingReader } from './embeddings-read.ts';
import { embeddingWriter } from './embeddings-write.ts';
import { habitReader, habitWriter } from './habits.ts';
import { jobReader, jobWriter } from './jobs.ts';
import {
  modelWeightsReader,
  modelWeightsWriter,
  patternReader,
  patternWriter,
  trainingSessionReader,
  trainingSessionWriter,
} from './learning.ts';
import { featureRowReader, featureRowWriter, pastReader } from './past.ts';
import { planReader, planWriter } from './planning.ts';
import { feedbackReader, feedbackWriter, predictionReader, predictionWriter } from './predictions.ts';
import { projectReader, projectWriter, tagReader } from './projects.ts';
import { searchReader } from './search.ts';
import {
  changeReader,
  changeWriter,
  preferenceReader,
  preferenceWriter,
  settingsReader,
  settingsWriter,
  undoReader,
  undoWriter,
} from './system.ts';
import { taskReader } from './tasks-read.ts';
import { taskWriter } from './tasks-write.ts';
import type { VectorMirror } from './vector-mirror.ts';
import { vocabularyReader, vocabularyWriter } from './vocabulary.ts';

export function makeReadStore(db: Connection, mirror?: VectorMirror): ReadStore {
  return {
    tasks: taskReader(db),
    projects: projectReader(db),
    tags: tagReader(db),
    recurrences: recurrenceReader(db),
    habits: habitReader(db),
    events: eventReader(db),
    plans: planReader(db),
    timeEntries: timeEntryReader(db),
    behavior: behaviorReader(db),
    predictions: predictionReader(db),
    feedback: feedbackReader(db),
    vocabulary: vocabularyReader(db),
    modelWeights: modelWeightsReader(db),
    trainingSessions: trainingSessionReader(db),
    patterns: patternReader(db),
    past: pastReader(db),
    featureRows: featureRowReader(db),
    embeddings: embeddingReader(db, mirror),
    preferences: preferenceReader(db),
    search: searchReader(db),
    jobs: jobReader(db),
    changes: changeReader(db),
    undo: undoReader(db),
    answers: answerReader(db),
    settings: settingsReader(db),
  };
}

export function makeStore(db: Connection): Store {
  const read = makeReadStore(db);
  return {
    ...read,
    tasks: { ...read.tasks, ...taskWriter(db, read.tasks) },
    projects: { ...read.projects, ...projectWriter(db, read.projects) },
    recurrences: { ...read.recurrences, ...recurrenceWriter(db) },
    habits: { ...read.habits, ...habitWriter(db, read.habits) },
    events: { ...read.events, ...eventWriter(db, read.events) },
    plans: { ...read.plans, ...planWriter(db) },
    timeEntries: { ...read.timeEntries, ...timeEntryWriter(db, read.timeEntries) },
    behavior: { ...read.behavior, ...behaviorWriter(db) },
    predictions: { ...read.predictions, ...predictionWriter(db) },
    feedback: { ...read.feedback, ...feedbackWriter(db) },
    vocabulary: { ...read.vocabulary, ...vocabularyWriter(db) },
    modelWeights: { ...read.modelWeights, ...modelWeightsWriter(db) },
    trainingSessions: { ...read.trainingSessions, ...trainingSessionWriter(db) },
    patterns: { ...read.patterns, ...patternWriter(db) },
    featureRows: { ...read.featureRows, ...featureRowWriter(db) },
    embeddings: { ...read.embeddings, ...embeddingWriter(db) },
    preferences: { ...read.preferences, ...preferenceWriter(db) },
    jobs: { ...read.jobs, ...jobWriter(db) },
    changes: { ...read.changes, ...changeWriter(db) },
    undo: { ...read.undo, ...undoWriter(db) },
    answers: { ...read.answers, ...answerWriter(db) },
    settings: { ...read.settings, ...settingsWriter(db, read.settings) },
    transaction: (work) => db.transaction(work),
  };
}
