import type { Sentence } from '../message.ts';

type Value = string | number | boolean | null | undefined;

/** "45 min", "2 h", "2 h 15 min", "3 days". */
function span(value: Value): string {
  const minutes = Math.round(Number(value));
  if (minutes < 60) return `${minutes} min`;
  if (minutes >= 2880) return `${Math.round(minutes / 1440)} days`;
  const rest = minutes % 60;
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "4 May" for a day, "4 May, 09:30" for a moment. */
function moment(value: Value): string {
  const text = String(value);
  const day = `${Number(text.slice(8, 10))} ${MONTHS[Number(text.slice(5, 7)) - 1] ?? ''}`;
  return text.length > 10 ? `${day}, ${text.slice(11, 16)}` : day;
}

function hour(value: Value): string {
  return `${String(Math.floor(Number(value))).padStart(2, '0')}:00`;
}

/** Sentences about why a block stands where it does, and why a task could not be planned. */
export const scheduling: Record<string, Sentence> = {
  'plan.here.pinned': () => 'You pinned it here.',
  'plan.here.beforeDue': ({ spareMin }) => `Done ${span(spareMin)} before it is due.`,
  'plan.here.series': () => 'One of its times that week, on a day of its own.',
  'plan.here.late': ({ lateMin }) => `${span(lateMin)} late: the time before is taken.`,
  'plan.here.energyHigh': ({ hour: at }) => `You have the energy for it around ${hour(at)}.`,
  'plan.here.energyLow': ({ hour: at }) => `An easy task for a low-energy hour, around ${hour(at)}.`,
  'plan.here.focusTime': () => 'Your focus time is reserved for work like this.',
  'plan.here.preferred': ({ hour: at }) => `Close to ${hour(at)}, when you like to do it.`,
  'plan.here.sameProject': ({ project, other }) => `Beside “${other}”, which is ${project} too.`,
  'plan.here.priority': ({ priority }) => `Priority ${priority} goes first.`,
  'plan.here.stayed': () => 'It stays where you saw it last.',
  'plan.here.piece': ({ minutes, ofMinutes }) => `A piece of ${span(minutes)} out of ${span(ofMinutes)}.`,
  'plan.here.firstFree': () => 'The first free time that is long enough.',

  'plan.earlier.pinned': () => 'You pinned it.',
  'plan.earlier.now': () => 'It starts as soon as it can.',
  'plan.earlier.spread': ({ from }) =>
    `Its times are spread over the week: this one begins no earlier than ${moment(from)}.`,
  'plan.earlier.earliest': ({ from }) => `It may not start before ${moment(from)}.`,
  'plan.earlier.dependency': ({ other, until }) =>
    `It is blocked by “${other}”, which ends ${moment(until)}.`,
  'plan.earlier.partBefore': () => 'The part before it comes first.',
  'plan.earlier.event': ({ event, until }) => `“${event}” lasts until ${moment(until)}.`,
  'plan.earlier.hours': ({ from }) => `Your hours begin ${moment(from)}.`,
  'plan.earlier.otherPinned': ({ other }) => `“${other}” is pinned before it.`,
  'plan.earlier.otherDueSooner': ({ other, due }) => `“${other}” is due sooner, ${moment(due)}.`,
  'plan.earlier.otherMatters': ({ other }) => `“${other}” matters more.`,
  'plan.earlier.otherThere': ({ other }) => `“${other}” has the time before it.`,
  'plan.earlier.series': ({ other, day }) =>
    `“${other}” is on ${moment(day)} already, and once a day is enough.`,
  'plan.earlier.gapsTooShort': ({ longestMin, neededMin }) =>
    `The free time before is at most ${span(longestMin)} long; this needs ${span(neededMin)}.`,
  'plan.earlier.couldMove': ({ when }) => `It could move to ${moment(when)} without harm.`,
  'plan.earlier.worse.tardiness': ({ when }) => `At ${moment(when)} something else would be late.`,
  'plan.earlier.worse.priority': ({ when }) =>
    `At ${moment(when)} it would hold up something more important.`,
  'plan.earlier.worse.energy': ({ when }) => `Your energy at ${moment(when)} suits it less.`,
  'plan.earlier.worse.switching': ({ when, by }) =>
    `At ${moment(when)} it would cost ${span(by)} of switching.`,
  'plan.earlier.worse.fragmentation': ({ when }) => `At ${moment(when)} it would fall into more pieces.`,
  'plan.earlier.worse.buffers': ({ when }) => `At ${moment(when)} it would sit too close to a meeting.`,
  'plan.earlier.worse.focus': ({ when, by }) =>
    `At ${moment(when)} you would work ${span(by)} too long without a break.`,
  'plan.earlier.worse.focusTime': ({ when }) => `At ${moment(when)} it would make less of your focus time.`,
  'plan.earlier.worse.load': ({ when, heldMin, usualMin }) =>
    `${moment(String(when).slice(0, 10))} would hold ${span(heldMin)}, and you usually get through ${span(usualMin)}.`,
  'plan.earlier.worse.preferred': ({ when }) => `${moment(when)} is further from the hour you like for it.`,
  'plan.earlier.worse.asap': ({ when }) => `At ${moment(when)} it would hold up other tasks.`,
  'plan.earlier.worse.stability': ({ when }) => `At ${moment(when)} it would leave the place you saw it in.`,

  'plan.unscheduled.doesNotFit': ({ neededMin, longestMin, from }) => {
    const after = from ? ` after ${moment(from)}` : '';
    return Number(longestMin) > 0
      ? `It needs ${span(neededMin)}; the longest free stretch${after} is ${span(longestMin)}.`
      : `It needs ${span(neededMin)}, and nothing is free${after}.`;
  },
  'plan.unscheduled.wouldBeLate': ({ due, end }) =>
    end === null || end === undefined
      ? `It would miss its hard deadline, ${moment(due)}.`
      : `It could end ${moment(end)} at the earliest, after its hard deadline, ${moment(due)}.`,
  'plan.unscheduled.dependencyUnscheduled': ({ other }) => `“${other}”, which blocks it, is not planned.`,
  'plan.unscheduled.pinConflict': ({ with: what, other }) => {
    if (what === 'event') return 'Its pinned time overlaps an event.';
    if (what === 'earliest') return 'It is pinned before its earliest start.';
    return `Its pinned time conflicts with “${other}”.`;
  },
  'plan.unscheduled.seriesDayTaken': ({ other }) => `Each day that has room for it has “${other}” already.`,
  'plan.unscheduled.seriesPin': ({ other }) =>
    `“${other}” is pinned to the same day, and once a day is enough.`,
  'plan.unscheduled.beyondHorizon': ({ from }) =>
    from === null || from === undefined
      ? 'Beyond the planning window.'
      : `It can start ${moment(from)} at the earliest, beyond the planning window.`,

  'plan.focus.kept': ({ strong, quiet }) => {
    const hours = strong ? 'your strongest hours' : 'a long free stretch';
    return `Reserved for focus: ${hours}, ${quiet ? 'usually without meetings' : 'no meetings'}.`;
  },
  'plan.focus.byHand': () => 'Reserved for focus: you placed it here.',
  'plan.focus.short': ({ found, wanted, longestMin, blockMin }) =>
    `Focus time ${found} of ${wanted} times this week: the longest opening left is ${span(longestMin)}, not ${span(blockMin)}.`,

  'plan.remedy.allowSplitting': ({ chunkMin }) => `It fits in pieces of ${span(chunkMin)} or more.`,
  'plan.remedy.shorten': ({ toMin }) => `It fits if it takes ${span(toMin)}.`,
  'plan.remedy.moveDue': ({ due }) => `It fits if it may end ${moment(due)}.`,
  'plan.remedy.postpone': ({ other }) => `It fits if “${other}” waits.`,
  'plan.remedy.moreTime': ({ neededMin }) => `Free ${span(neededMin)} in one stretch.`,
  'plan.remedy.moreHours': ({ missingMin }) => `Open ${span(missingMin)} more working time.`,
  'plan.remedy.longerHorizon': ({ days }) => `Plan ${days} days ahead.`,
  'plan.remedy.anotherDay': () => 'Open another day for it, or plan one fewer.',
  'plan.remedy.dependencyFirst': ({ other }) => `Make room for “${other}” first.`,
  'plan.remedy.unpin': () => 'Unpin it or move the pin.',
};
