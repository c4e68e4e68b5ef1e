import type { Connection } from '../sqlite.ts';
import type { ReadStore, Store } from '../types/store.ts';
import { answerReader, answerWriter } from './answers.ts';
import { behaviorReader, behaviorWriter, timeEntryReader, timeEntryWriter } from './activity.ts';
import { eventReader, eventWriter, recurrenceReader, recurrenceWriter } from './calendar.ts';
import { embeddingReader } from './embeddings-read.ts';
import { embeddingWriter } from './embeddings-write.ts';
import { habitReader, habitWriter } from './habits.ts';
import { historyReader, historyWriter } from './history.ts';
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
import { focusMarkReader, focusMarkWriter, planReader, planWriter } from './planning.ts';
import { feedbackReader, feedbackWriter, predictionReader, predictionWriter } from './predictions.ts';
import { projectReader, projectWriter, tagReader } from './projects.ts';
import { searchReader } from './search.ts';
import { preferenceReader, preferenceWriter, settingsReader, settingsWriter } from './system.ts';
import { taskReader } from './tasks-read.ts';
import { taskWriter } from './tasks-write.ts';
import { changeReader } from '../write/change-rows.ts';
import { Journal } from '../write/journal.ts';
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
    answers: answerReader(db),
    history: historyReader(db),
    focusMarks: focusMarkReader(db),
    settings: settingsReader(db),
  };
}

export function makeStore(db: Connection): Store {
  const read = makeReadStore(db);
  const journal = new Journal(db);
  return {
    ...read,
    tasks: { ...read.tasks, ...taskWriter(db, read.tasks, journal) },
    projects: { ...read.projects, ...projectWriter(db, read.projects, journal) },
    recurrences: { ...read.recurrences, ...recurrenceWriter(db, journal) },
    habits: { ...read.habits, ...habitWriter(db, read.habits, journal) },
    events: { ...read.events, ...eventWriter(db, read.events, journal) },
    plans: { ...read.plans, ...planWriter(db) },
    timeEntries: { ...read.timeEntries, ...timeEntryWriter(db, read.timeEntries, journal) },
    behavior: { ...read.behavior, ...behaviorWriter(db) },
    predictions: { ...read.predictions, ...predictionWriter(db) },
    feedback: { ...read.feedback, ...feedbackWriter(db) },
    vocabulary: { ...read.vocabulary, ...vocabularyWriter(db, read.vocabulary, journal) },
    modelWeights: { ...read.modelWeights, ...modelWeightsWriter(db) },
    trainingSessions: { ...read.trainingSessions, ...trainingSessionWriter(db) },
    patterns: { ...read.patterns, ...patternWriter(db) },
    featureRows: { ...read.featureRows, ...featureRowWriter(db) },
    embeddings: { ...read.embeddings, ...embeddingWriter(db) },
    preferences: { ...read.preferences, ...preferenceWriter(db) },
    jobs: { ...read.jobs, ...jobWriter(db) },
    answers: { ...read.answers, ...answerWriter(db) },
    changes: { ...read.changes, ...journal.writer },
    history: { ...read.history, ...historyWriter(db) },
    focusMarks: { ...read.focusMarks, ...focusMarkWriter(db, journal) },
    settings: { ...read.settings, ...settingsWriter(db, read.settings, journal) },
    transaction: (work) => db.transaction(work),
  };
}
