import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Random } from '../core/random.ts';
import { noMl, openTestProfile } from './testing.ts';

/**
 * Kills owners of a profile at random moments, on clocks that disagree, while others are their guests or wait for it, and
 * looks whether everybody else goes on and what had been answered is there, once.
 */

export interface HammerReport {
  kills: number;
  /** Titles of tasks whose creation was answered. */
  answered: number;
  /** Of these: not in the profile afterwards. */
  lost: string[];
  /** Titles that are there more than once. */
  doubled: string[];
  /** Starts that did not come to a task within the time, with what they said. */
  stuck: string[];
  /** Times at which a process owned the profile while another owner lived. */
  owners: number;
}

/** How long a start may take on a machine that is busy elsewhere. */
const START_MS = 60_000;
const SIDE_BY_SIDE = 2;

const childFile = fileURLToPath(new URL('./hammer-child.testdouble.ts', import.meta.url));

class Worker {
  readonly titles: string[] = [];
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;
  isAlive = true;
  isOwner = false;
  errors = '';
  #rest = '';
  #wake: (() => void) | null = null;

  constructor(folder: string, name: string, hours: number, onOwner: (worker: Worker) => void) {
    this.#child = spawn(process.execPath, [childFile, folder, name, String(hours)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#gone = new Promise((done) => this.#child.once('close', () => done()));
    this.#child.stderr?.on('data', (text: Buffer) => (this.errors += text.toString()));
    this.#child.stdout?.on('data', (text: Buffer) => {
      const lines = (this.#rest + text.toString()).split('\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line !== 'owner') this.titles.push(line);
        else if (this.isAlive) onOwner(this);
      }
      this.#wake?.();
    });
    this.#child.once('exit', () => this.#wake?.());
  }

  /** Waits until it has answered so many tasks; false when it ends or is too slow. */
  async reaches(count: number): Promise<boolean> {
    const from = performance.now();
    while (this.titles.length < count) {
      const left = START_MS - (performance.now() - from);
      if (left <= 0 || this.#child.exitCode !== null || this.#child.signalCode !== null) return false;
      await new Promise<void>((done) => {
        const timer = setTimeout(done, left);
        this.#wake = () => {
          clearTimeout(timer);
          done();
        };
      });
    }
    return true;
  }

  /** Ends it at once; resolves when all it had said was heard. */
  async kill(): Promise<void> {
    this.isAlive = false;
    this.#child.kill('SIGKILL');
    await this.#gone;
  }
}

export async function hammer(options: {
  folder: string;
  kills: number;
  random: Random;
  /** Tells the tasks of several rounds on one profile apart. */
  round?: number;
}): Promise<HammerReport> {
  const { folder, kills, random, round = 1 } = options;
  const report: HammerReport = { kills: 0, answered: 0, lost: [], doubled: [], stuck: [], owners: 0 };
  const answered: string[] = [];
  const alive = new Set<Worker>();
  let started = 0;
  const onOwner = (worker: Worker): void => {
    if ([...alive].some((other) => other !== worker && other.isAlive && other.isOwner)) report.owners += 1;
    worker.isOwner = true;
  };
  const start = (): Worker => {
    started += 1;
    const worker = new Worker(folder, `${round}-${started}`, Math.round((random() - 0.5) * 20_000), onOwner);
    alive.add(worker);
    return worker;
  };
  const end = async (worker: Worker): Promise<void> => {
    await worker.kill();
    alive.delete(worker);
    answered.push(...worker.titles);
    report.kills += 1;
  };
  while (report.kills < kills && report.stuck.length === 0) {
    while (alive.size < SIDE_BY_SIDE) start();
    const all = [...alive];
    const victim = all.find(({ isOwner }) => isOwner) ?? all[0]!;
    // Some die while they open the profile, the others while they and their guests write.
    if (random() < 0.8 && !(await victim.reaches(1))) report.stuck.push(victim.errors);
    await new Promise((done) => setTimeout(done, random() * 60));
    await end(victim);
    for (const other of alive) {
      const goal = other.titles.length + 1;
      if (!(await other.reaches(goal))) report.stuck.push(other.errors);
    }
  }
  for (const worker of alive) await end(worker);
  report.answered = answered.length;
  const stored = await storedTitles(folder);
  report.lost = answered.filter((title) => !stored.has(title));
  report.doubled = [...stored].filter(([, count]) => count > 1).map(([title]) => title);
  return report;
}

async function storedTitles(folder: string): Promise<Map<string, number>> {
  const profile = await openTestProfile(folder, { spawnMl: noMl });
  const found = new Map<string, number>();
  try {
    for (let offset = 0; ; offset += 2_000) {
      const { tasks } = await profile.client.tasks.list({ status: 'any', limit: 2_000, offset });
      for (const { title } of tasks) found.set(title, (found.get(title) ?? 0) + 1);
      if (tasks.length === 0) return found;
    }
  } finally {
    await profile.close();
  }
}
