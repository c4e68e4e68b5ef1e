import { weekdayOf } from '../../time/zoned.ts';
import { lengthWords } from '../length.ts';
import type { Sentence } from '../message.ts';
import { SHORT_MONTH_NAMES, WEEKDAY_NAMES } from './calendar-names.ts';

type Value = string | number | boolean | null | undefined;

/** "45 min", "2h", "2h 15m", "3 days". */
function span(value: Value): string {
  const minutes = Math.round(Number(value));
  return minutes >= 2880 ? `${Math.round(minutes / 1440)} days` : lengthWords(minutes);
}

/** "4 May" for a day, "4 May, 09:30" for a moment. */
function moment(value: Value): string {
  const text = String(value);
  const day = `${Number(text.slice(8, 10))} ${SHORT_MONTH_NAMES[Number(text.slice(5, 7)) - 1] ?? ''}`;
  return text.length > 10 ? `${day}, ${text.slice(11, 16)}` : day;
}

/** "Thursday, 6 May". */
function weekday(day: Value): string {
  return `${WEEKDAY_NAMES[weekdayOf(String(day)) - 1]}, ${moment(day)}`;
}

/** "9:30" of a moment. */
function clock(value: Value): string {
  return `${Number(String(value).slice(11, 13))}:${String(value).slice(14, 16)}`;
}

function hour(value: Value): string {
  return `${String(Math.floor(Number(value))).padStart(2, '0')}:00`;
}

/** Sentences about why a block stands where it does, and why a task could not be planned. */
export const scheduling: Record<string, Sentence> = {
  'plan.here.pinned': () => 'You pinned it here.',
  'plan.here.atTime': ({ at }) => `You gave it this time, ${clock(at)}.`,
  'plan.here.running': () => 'It is running.',
  'plan.here.kept': () => 'You kept it here.',
  'plan.here.beforeDue': ({ spareMin, days }) => {
    if (days === null || days === undefined)
      return spareMin === 0 ? 'Done just in time.' : `Done ${span(spareMin)} before it is due.`;
    if (days === 0) return 'Done on the day it is due.';
    return days === 1 ? 'Done a day before it is due.' : `Done ${days} days before it is due.`;
  },
  'plan.here.late': ({ due }) => `Ends after it is due, ${moment(due)}.`,
  'plan.here.onDay': ({ day }) => `Planned for ${weekday(day)}, as you chose.`,
  'plan.here.afterDay': ({ day, because }) =>
    because === 'passed'
      ? `You chose ${weekday(day)}, which has passed.`
      : because === 'noHours'
        ? `You chose ${weekday(day)}, which has no working hours.`
        : `You chose ${weekday(day)}; it is planned later.`,
  'plan.here.series': () => "One of that week's sessions, on its own day.",
  'plan.here.energyHigh': ({ hour: at }) => `You have the energy for it around ${hour(at)}.`,
  'plan.here.energyLow': ({ hour: at }) => `An easy task for a low-energy hour, around ${hour(at)}.`,
  'plan.here.focusTime': () => 'Your focus time is reserved for work like this.',
  'plan.here.preferred': ({ hour: at }) => `Close to ${hour(at)}, the hour that suits it.`,
  'plan.here.sameProject': ({ project, other }) => `Beside “${other}”, which is ${project} too.`,
  'plan.here.priority': ({ priority }) => `It has priority ${priority}.`,
  'plan.here.stayed': () => 'It kept its place from the last plan.',
  'plan.here.pulled': () => 'Moved up: what came before it ended early.',
  'plan.here.piece': ({ minutes, ofMinutes }) => `Part of it: ${span(minutes)} of ${span(ofMinutes)}.`,
  'plan.here.firstFree': () => 'The first free time that is long enough.',
  'plan.here.room': () => 'There is room for it here.',

  'plan.earlier.pinned': () => 'You pinned it.',
  'plan.earlier.atTime': () => 'You gave it a time.',
  'plan.earlier.running': () => 'It has begun.',
  'plan.earlier.kept': () => 'You kept it where it was.',
  'plan.earlier.now': () => 'It starts as soon as it can.',
  'plan.earlier.spread': ({ from }) =>
    `Sessions are spread over the week; this one starts no earlier than ${moment(from)}.`,
  'plan.earlier.earliest': ({ from }) => `It can't start before ${moment(from)}.`,
  'plan.earlier.chosenDay': ({ day }) => `You chose ${weekday(day)} for it.`,
  'plan.earlier.dependency': ({ other, until }) =>
    `It is blocked by “${other}”, which ends ${moment(until)}.`,
  'plan.earlier.partBefore': () => 'The part before it comes first.',
  'plan.earlier.event': ({ event, until, travelMin }) =>
    `“${event}” lasts until ${moment(until)}${Number(travelMin) > 0 ? `, and the way back takes ${span(travelMin)}` : ''}.`,
  'plan.earlier.hours': ({ from }) => `Your working hours begin ${moment(from)}.`,
  'plan.earlier.window': ({ from }) => `Its own hours begin ${moment(from)}.`,
  'plan.earlier.otherPinned': ({ other }) => `“${other}” is pinned before it.`,
  'plan.earlier.otherAtTime': ({ other, at }) => `“${other}” is at ${clock(at)}, as you typed.`,
  'plan.earlier.otherRunning': ({ other }) => `“${other}” is running.`,
  'plan.earlier.otherKept': ({ other }) => `You kept “${other}” before it.`,
  'plan.earlier.otherDueSooner': ({ other, due }) => `“${other}” is due sooner, ${moment(due)}.`,
  'plan.earlier.otherDue': ({ other, due }) => `“${other}” is due ${moment(due)}.`,
  'plan.earlier.otherPriority': ({ other, priority }) => `“${other}” has priority ${priority}.`,
  'plan.earlier.otherThere': ({ other }) => `“${other}” takes the time before it.`,
  'plan.earlier.series': ({ other, day }) =>
    `“${other}” is already on ${moment(day)}, and there is one session a day at most.`,
  'plan.earlier.gapsTooShort': ({ longestMin, neededMin, since }) =>
    `The free time ${since ? `after ${moment(since)}` : 'before'} is at most ${span(longestMin)} long; this needs ${span(neededMin)}.`,
  'plan.earlier.nothingFree': ({ since }) =>
    since ? `Nothing is free between ${moment(since)} and then.` : 'Nothing is free before.',
  'plan.earlier.couldMove': ({ when }) => `There is room at ${moment(when)} too; it makes little difference.`,
  'plan.earlier.worse.energy': ({ when }) => `Your energy at ${moment(when)} suits it less.`,
  'plan.earlier.worse.switching': ({ when }) =>
    `At ${moment(when)} it would mean more switching between tasks.`,
  'plan.earlier.worse.buffers': ({ when }) => `At ${moment(when)} it would sit too close to a meeting.`,
  'plan.earlier.worse.focus': ({ when }) =>
    `At ${moment(when)} it would mean working longer without a break.`,
  'plan.earlier.worse.focusTime': ({ when }) => `At ${moment(when)} it would use your focus time less well.`,
  'plan.earlier.worse.load': ({ when, heldMin, usualMin }) =>
    `${moment(String(when).slice(0, 10))} would hold ${span(heldMin)}, and you usually get through ${span(usualMin)}.`,
  'plan.earlier.worse.preferred': ({ when }) => `${moment(when)} is further from the hour that suits it.`,
  'plan.earlier.worse.stability': ({ when }) =>
    `At ${moment(when)} it would move from its place in the last plan.`,

  'plan.unscheduled.doesNotFit': ({ neededMin, longestMin, from }) => {
    const after = from ? ` after ${moment(from)}` : '';
    return Number(longestMin) > 0
      ? `It needs ${span(neededMin)}; the longest free stretch${after} is ${span(longestMin)}.`
      : `It needs ${span(neededMin)}, and nothing is free${after}.`;
  },
  'plan.unscheduled.later': () => 'Tasks ahead of it fill the planned days.',
  'plan.unscheduled.wouldBeLate': ({ due, end }) =>
    end === null || end === undefined
      ? `It would miss its hard deadline, ${moment(due)}.`
      : `It could end ${moment(end)} at the earliest, after its hard deadline, ${moment(due)}.`,
  'plan.unscheduled.dependencyUnscheduled': ({ other }) => `“${other}”, which blocks it, is not planned.`,
  'plan.unscheduled.dependencyOnHold': ({ other }) => `“${other}”, which blocks it, is on hold.`,
  'plan.unscheduled.pinConflict': ({ with: what, other }) => {
    if (what === 'event') return 'Its pinned time overlaps an event.';
    if (what === 'earliest') return 'It is pinned before its earliest start.';
    return `Its pinned time conflicts with “${other}”.`;
  },
  'plan.unscheduled.seriesDayTaken': ({ other }) => `Each day with room for it already has “${other}”.`,
  'plan.unscheduled.seriesDaysTaken': () => 'Each day with room for it already has another session.',
  'plan.unscheduled.seriesPin': ({ other }) =>
    `“${other}” is pinned to the same day, and there is one session a day at most.`,
  'plan.unscheduled.beyondHorizon': ({ from }) =>
    from === null || from === undefined
      ? 'Beyond the planning window.'
      : `It can start ${moment(from)} at the earliest, beyond the planning window.`,

  'plan.collision.task': ({ other }) => `At the same time as “${other}”.`,
  'plan.collision.event': () => 'At the same time as an event.',
  'plan.collision.earliest': () => 'Before its earliest start.',
  'plan.collision.late': ({ due }) => `After its hard deadline, ${moment(due)}.`,
  'plan.collision.waits': ({ other }) => `“${other}” blocks it and isn't done by then.`,
  'plan.collision.sameDay': ({ other }) => `On the same day as “${other}”.`,

  'plan.focus.kept': ({ strong, quiet }) => {
    const hours = strong ? 'your strongest hours' : 'a long free stretch';
    return `Reserved for focus: ${hours}, ${quiet ? 'usually without meetings' : 'no meetings'}.`;
  },
  'plan.focus.byHand': () => 'Reserved for focus: you placed it here.',
  'plan.focus.short': ({ found, wanted, longestMin, blockMin }) =>
    `Focus time reserved ${found} of ${wanted} times this week: a block needs ${span(blockMin)}, and the longest free stretch left is ${span(longestMin)}.`,

  'plan.remedy.allowSplitting': ({ chunkMin }) => `It fits in pieces of ${span(chunkMin)} or more.`,
  'plan.remedy.shorten': ({ toMin }) => `It fits if it takes ${span(toMin)}.`,
  'plan.remedy.moveDue': ({ due }) => `It fits if its deadline moves to ${moment(due)}.`,
  'plan.remedy.postpone': ({ other }) => `It fits if “${other}” is postponed.`,
  'plan.remedy.moreTime': ({ neededMin }) => `Free ${span(neededMin)} in one stretch.`,
  'plan.remedy.moreHours': ({ missingMin }) => `Add ${span(missingMin)} of working time.`,
  'plan.remedy.longerHorizon': ({ days }) => `Plan ${days} days ahead.`,
  'plan.remedy.anotherDay': () => 'Allow another day for it, or plan one session fewer.',
  'plan.remedy.dependencyFirst': ({ other }) => `Make room for “${other}” first.`,
  'plan.remedy.bringBack': ({ other }) => `Plan “${other}” again.`,
  'plan.remedy.unpin': () => 'Unpin it or move the pin.',
};
