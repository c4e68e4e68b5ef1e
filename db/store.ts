import type { Connection } from './sqlite.ts';
import type { ReadStore, Store } from './store-types.ts';
import { answerReader } from './answers/read.ts';
import { answerWriter } from './answers/write.ts';
import { behaviorReader } from './behavior/read.ts';
import { behaviorWriter } from './behavior/write.ts';
import { timeEntryReader } from './time-entries/read.ts';
import { timeEntryWriter } from './time-entries/write.ts';
import { calendarReader } from './calendars/read.ts';
import { calendarWriter } from './calendars/write.ts';
import { eventReader } from './events/read.ts';
import { eventWriter } from './events/write.ts';
import { reminderReader } from './reminders/read.ts';
import { reminderWriter } from './reminders/write.ts';
import { recommendationReader } from './recommendations/read.ts';
import { recommendationWriter } from './recommendations/write.ts';
import { recurrenceReader } from './recurrences/read.ts';
import { recurrenceWriter } from './recurrences/write.ts';
import { embeddingReader } from './embeddings/read.ts';
import { embeddingWriter } from './embeddings/write.ts';
import { habitReader } from './habits/read.ts';
import { habitWriter } from './habits/write.ts';
import { historyReader } from './history/read.ts';
import { historyWriter } from './history/write.ts';
import { jobReader } from './jobs/read.ts';
import { jobWriter } from './jobs/write.ts';
import { patternReader } from './behavior/read.ts';
import { patternWriter } from './behavior/write.ts';
import { modelWeightsReader, trainingSessionReader } from './models/read.ts';
import { modelWeightsWriter, trainingSessionWriter } from './models/write.ts';
import { featureRowReader, pastReader } from './past/read.ts';
import { featureRowWriter } from './past/write.ts';
import { focusMarkReader } from './focus-marks/read.ts';
import { focusMarkWriter } from './focus-marks/write.ts';
import { planReader } from './plans/read.ts';
import { planWriter } from './plans/write.ts';
import { feedbackReader, predictionReader } from './predictions/read.ts';
import { feedbackWriter, predictionWriter } from './predictions/write.ts';
import { publicationReader } from './publications/read.ts';
import { publicationWriter } from './publications/write.ts';
import { projectReader } from './projects/read.ts';
import { projectWriter } from './projects/write.ts';
import { tagReader } from './tasks/tags.ts';
import { sectionReader } from './sections/read.ts';
import { sectionWriter } from './sections/write.ts';
import { savedFilterReader } from './saved-filters/read.ts';
import { savedFilterWriter } from './saved-filters/write.ts';
import { searchReader } from './search/read.ts';
import { preferenceReader } from './preferences/read.ts';
import { preferenceWriter } from './preferences/write.ts';
import { syncReader } from './sync/read.ts';
import { syncWriter } from './sync/write.ts';
import { settingsReader } from './settings/read.ts';
import { settingsWriter } from './settings/write.ts';
import { taskReader } from './tasks/read.ts';
import { taskWriter } from './tasks/write.ts';
import { changeReader } from './changes/read.ts';
import { Journal } from './changes/journal.ts';
import type { VectorMirror } from './embeddings/mirror.ts';
import { trashReader } from './trash/read.ts';
import { trashWriter } from './trash/write.ts';
import { vocabularyReader } from './vocabulary/read.ts';
import { vocabularyWriter } from './vocabulary/write.ts';

export function makeReadStore(db: Connection, mirror?: VectorMirror): ReadStore {
  return {
    tasks: taskReader(db),
    projects: projectReader(db),
    sections: sectionReader(db),
    tags: tagReader(db),
    recurrences: recurrenceReader(db),
    habits: habitReader(db),
    events: eventReader(db),
    calendars: calendarReader(db),
    publications: publicationReader(db),
    sync: syncReader(db),
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
    savedFilters: savedFilterReader(db),
    reminders: reminderReader(db),
    recommendations: recommendationReader(db),
    trash: trashReader(db),
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
    sections: { ...read.sections, ...sectionWriter(db, read.sections, journal) },
    recurrences: { ...read.recurrences, ...recurrenceWriter(db, journal) },
    habits: { ...read.habits, ...habitWriter(db, read.habits, journal) },
    events: { ...read.events, ...eventWriter(db, read.events, journal) },
    calendars: { ...read.calendars, ...calendarWriter(db, journal) },
    publications: { ...read.publications, ...publicationWriter(db) },
    sync: { ...read.sync, ...syncWriter(db) },
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
    savedFilters: { ...read.savedFilters, ...savedFilterWriter(db, read.savedFilters, journal) },
    reminders: { ...read.reminders, ...reminderWriter(db, journal) },
    recommendations: { ...read.recommendations, ...recommendationWriter(db, journal) },
    trash: { ...read.trash, ...trashWriter(db, journal) },
    settings: { ...read.settings, ...settingsWriter(db, read.settings, journal) },
    transaction: (work) => db.transaction(work),
  };
}
