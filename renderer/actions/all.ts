import type { Action } from './action.ts';
import { keepPlaces, takeProposal } from './answer-proposal.ts';
import { deleteTask } from './delete-task.ts';
import { deferLater } from './defer-later.ts';
import { deferTomorrow } from './defer-tomorrow.ts';
import { dropTask, skipTask } from './drop-task.ts';
import { endRepeating } from './end-repeating.ts';
import { finishTask } from './finish-task.ts';
import { focusCapture } from './focus-capture.ts';
import { getMoving } from './get-moving.ts';
import { goActions } from './go.ts';
import {
  clearSelection,
  chooseDay,
  choosePriority,
  chooseProject,
  chooseTag,
  dropSelected,
  finishSelected,
  selectTask,
} from './selection.ts';
import { focusFilter } from './focus-filter.ts';
import { moveDown, moveUp } from './arrange-row.ts';
import { bringBack, somedayTask, waitingTask } from './hold-task.ts';
import { guessNotNow, guessRight, guessTooLong, guessTooShort } from './rate-guess.ts';
import { reserveFocus } from './reserve-focus.ts';
import { moveEarlier, moveLater } from './move-block.ts';
import { newEvent } from './new-event.ts';
import { extendDown, nextRow } from './next-row.ts';
import { openDetails } from './open-details.ts';
import { openFocus } from './open-focus.ts';
import { openHelp } from './open-help.ts';
import { openHistory } from './open-history.ts';
import { openPalette } from './open-palette.ts';
import { pinTask } from './pin-task.ts';
import { extendUp, previousRow } from './previous-row.ts';
import { reopenTask } from './reopen-task.ts';
import { replan } from './replan.ts';
import { startTask } from './start-task.ts';
import { toggleTheme } from './toggle-theme.ts';
import { redo, undo } from './undo.ts';
import { undoPlan } from './undo-plan.ts';
import { whyHere } from './why-here.ts';

/** Everything a person can do by key or palette, in the order in which the help sheet lists it. */
export const allActions: readonly Action[] = [
  focusCapture,
  selectTask,
  chooseDay,
  choosePriority,
  chooseProject,
  chooseTag,
  finishSelected,
  dropSelected,
  clearSelection,
  openDetails,
  startTask,
  openFocus,
  finishTask,
  deferTomorrow,
  deferLater,
  getMoving,
  dropTask,
  skipTask,
  deleteTask,
  endRepeating,
  somedayTask,
  waitingTask,
  bringBack,
  reopenTask,
  pinTask,
  moveUp,
  moveDown,
  moveEarlier,
  moveLater,
  whyHere,
  guessTooLong,
  guessTooShort,
  guessRight,
  guessNotNow,
  undo,
  redo,
  openHistory,
  replan,
  takeProposal,
  keepPlaces,
  undoPlan,
  newEvent,
  reserveFocus,
  ...goActions,
  focusFilter,
  nextRow,
  previousRow,
  extendDown,
  extendUp,
  openPalette,
  openHelp,
  toggleTheme,
];
