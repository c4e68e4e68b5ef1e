import { flushCompileCache } from 'node:module';
import { openTestProfile, noMl } from './testing.ts';

/**
 * A process that is going to be killed: opens the profile, creates tasks without end, and prints the id of each once
 * `tasks.create` has answered.
 */
const profile = await openTestProfile(process.argv[2]!, { spawnMl: noMl });
for (let count = 0; ; count += 1) {
  const { id } = await profile.client.tasks.create({
    text: `Task ${process.argv[3]}-${count} #Work @tag${count % 5}`,
  });
  // What is killed would keep no compiled code for the next one's start.
  if (count === 0) flushCompileCache();
  process.stdout.write(`${id}\n`);
}
