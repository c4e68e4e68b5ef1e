import type { Sentence } from '../message.ts';

/** What undo and redo say: "Undid: added 10 tasks", and what comes next: "move “Call dentist”". */

interface Phrases {
  /** As an offer, "finish"; `{}` stands for what it is done to. */
  next: string;
  /** As a fact, "finished". */
  done: string;
}

const commands: Record<string, Phrases> = {
  'tasks.create': { next: 'add {}', done: 'added {}' },
  'tasks.createMany': { next: 'add {}', done: 'added {}' },
  'calendars.add': { next: 'add the calendar {}', done: 'added the calendar {}' },
  'calendars.update': { next: 'change the calendar {}', done: 'changed the calendar {}' },
  'calendars.remove': { next: 'remove the calendar {}', done: 'removed the calendar {}' },
  'imports.run': { next: 'import {}', done: 'imported {}' },
  'tasks.update': { next: 'change {}', done: 'changed {}' },
  'tasks.someday': { next: 'move {} to Someday', done: 'moved {} to Someday' },
  'tasks.waiting': { next: 'mark {} as waiting', done: 'marked {} as waiting' },
  'tasks.bringBack': { next: 'bring back {}', done: 'brought back {}' },
  'tasks.start': { next: 'start {}', done: 'started {}' },
  'tasks.pause': { next: 'pause {}', done: 'paused {}' },
  'tasks.track': { next: 'add tracked time to {}', done: 'added tracked time to {}' },
  'tasks.changeStretch': { next: 'correct the tracked time of {}', done: 'corrected the tracked time of {}' },
  'tasks.answerTimerGap': {
    next: 'correct the tracked time of {}',
    done: 'corrected the tracked time of {}',
  },
  'tasks.removeStretch': { next: 'remove tracked time from {}', done: 'removed tracked time from {}' },
  'tasks.delete': { next: 'delete {}', done: 'deleted {}' },
  'tasks.restore': { next: 'restore {}', done: 'restored {}' },
  'tasks.emptyTrash': { next: 'empty the trash of {}', done: 'emptied the trash of {}' },
  'tasks.finish': { next: 'finish {}', done: 'finished {}' },
  'tasks.reopen': { next: 'reopen {}', done: 'reopened {}' },
  'tasks.defer': { next: 'postpone {}', done: 'postponed {}' },
  'tasks.move': { next: 'move {}', done: 'moved {}' },
  'tasks.arrange': { next: 'move {}', done: 'moved {}' },
  'tasks.drop': { next: 'mark {} as won’t do', done: 'marked {} as won’t do' },
  'tasks.endRepeating': { next: 'end repeating {}', done: 'ended repeating {}' },
  'tasks.pin': { next: 'move {}', done: 'moved {}' },
  'tasks.unpin': { next: 'unpin {}', done: 'unpinned {}' },
  'habits.create': { next: 'add the habit {}', done: 'added the habit {}' },
  'habits.update': { next: 'change the habit {}', done: 'changed the habit {}' },
  'habits.pause': { next: 'pause the habit {}', done: 'paused the habit {}' },
  'habits.resume': { next: 'resume the habit {}', done: 'resumed the habit {}' },
  'habits.end': { next: 'end the habit {}', done: 'ended the habit {}' },
  'habits.checkIn': { next: 'check off {}', done: 'checked off {}' },
  'projects.create': { next: 'add the project {}', done: 'added the project {}' },
  'projects.update': { next: 'change the project {}', done: 'changed the project {}' },
  'projects.archive': { next: 'archive the project {}', done: 'archived the project {}' },
  'projects.arrange': { next: 'move the project {}', done: 'moved the project {}' },
  'projects.addSection': { next: 'add the section {}', done: 'added the section {}' },
  'projects.updateSection': { next: 'change the section {}', done: 'changed the section {}' },
  'projects.removeSection': { next: 'remove the section {}', done: 'removed the section {}' },
  'projects.bringBack': { next: 'bring back the project {}', done: 'brought back the project {}' },
  'filters.create': { next: 'save the filter {}', done: 'saved the filter {}' },
  'filters.update': { next: 'change the filter {}', done: 'changed the filter {}' },
  'filters.remove': { next: 'remove the filter {}', done: 'removed the filter {}' },
  'events.create': { next: 'add the event {}', done: 'added the event {}' },
  'events.update': { next: 'change the event {}', done: 'changed the event {}' },
  'events.remove': { next: 'remove the event {}', done: 'removed the event {}' },
  'planning.moveFocus': { next: 'change focus time', done: 'changed focus time' },
  'preferences.update': { next: 'change settings', done: 'changed settings' },
  'vocabulary.update': { next: 'change the word {}', done: 'changed the word {}' },
  'vocabulary.remove': { next: 'forget the word {}', done: 'forgot the word {}' },
  'recommendations.take': { next: 'help along {}', done: 'helped along {}' },
  'learning.answer': { next: 'set the length of {}', done: 'set the length of {}' },
};

const LONGEST = 60;

function words(form: keyof Phrases, { intent, title, count }: Parameters<Sentence>[0]): string {
  const phrases = commands[String(intent)] ?? { next: 'change {}', done: 'changed {}' };
  const many = Number(count ?? 1) > 1;
  const what = many
    ? `${count} tasks`
    : typeof title === 'string' && title !== ''
      ? `“${title.length > LONGEST ? `${title.slice(0, LONGEST - 1)}…` : title}”`
      : '1 task';
  return phrases[form].replace('{}', () => what);
}

export const history: Record<string, Sentence> = {
  'history.done': (params) => words('done', params),
  'history.next': (params) => words('next', params),
  'history.undone': (params) => `Undid: ${words('done', params)}`,
  'history.redone': (params) => `Redid: ${words('done', params)}`,
};
