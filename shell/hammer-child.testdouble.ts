import { flushCompileCache } from 'node:module';
import { v7 } from 'uuid';
import { openProfile } from './profile.ts';
import { openReconnecting } from './reconnecting.ts';
import { profileOptions, noMl } from './testing.ts';

/**
 * A process that is going to be killed, or to live on while another is: creates tasks without end and prints the title
 * of each once `tasks.create` has answered, and `owner` whenever it comes to own the profile. Its clock is off by the hours
 * that it is told.
 */
const [, , folder = '', name = '', hours = '0'] = process.argv;

const realNow = Date.now;
Date.now = () => realNow() + Number(hours) * 3_600_000;

const { client } = await openReconnecting({
  open: () => openProfile(profileOptions(folder, { spawnMl: noMl, shell: 'cli' })),
  prepare: async (access) => {
    if (access.kind === 'owner') process.stdout.write('owner\n');
  },
  ids: v7,
});
// What is killed would keep no compiled code for the next one's start.
flushCompileCache();
for (let count = 0; ; count += 1) {
  const { title } = await client.tasks.create({ text: `Task ${name}-${count}` });
  process.stdout.write(`${title}\n`);
  // Without the ml process nothing here waits for anything: guests would never be answered.
  await new Promise(setImmediate);
}
