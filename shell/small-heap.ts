import { setFlagsFromString } from 'node:v8';

/**
 * Imported before anything else by the processes that open a profile: their heap grows by less and is collected sooner.
 * Some 35 MB less with 10,000 tasks, at no measurable cost in CPU time.
 */
setFlagsFromString('--optimize-for-size');
