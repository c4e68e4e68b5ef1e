import { takeLock } from './profile-lock.ts';

/** A process that owns the profile and never answers anybody, until it is killed. */
const lock = await takeLock(process.argv[2]!, 'browser');
process.stdout.write(`${lock.kind}\n`);
setInterval(() => {}, 60_000);
