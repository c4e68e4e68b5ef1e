import { seededRandom } from '../../core/random.ts';
import { GradientBoosting } from '../trees/index.ts';
import { matrixOfRows, urgencyScores, type BaseCluster } from './base.ts';
import { choiceRows, PRIORITY_COLUMNS } from './columns.ts';
import { CLUSTERS, nearTaste, SimulatedPerson, type SimulatedChoice } from './simulator.ts';

export interface PopulationSize {
  readonly peoplePerCluster: number;
  readonly choicesPerPerson: number;
  readonly seed: number;
}

/** Trains one small boosted model per cluster of the simulated population, on top of urgency. */
export function trainPopulation({ peoplePerCluster, choicesPerPerson, seed }: PopulationSize): BaseCluster[] {
  return Object.entries(CLUSTERS).map(([name, taste], c) => {
    const choices: SimulatedChoice[] = [];
    for (let p = 0; p < peoplePerCluster; p++) {
      const random = seededRandom(seed + c * 1000 + p);
      const person = new SimulatedPerson(nearTaste(taste, random), random);
      for (let i = 0; i < choicesPerPerson; i++) choices.push(person.next());
    }
    return { name, trees: fitChoices(choices) };
  });
}

function fitChoices(choices: readonly SimulatedChoice[]): GradientBoosting {
  const cols = PRIORITY_COLUMNS.length;
  const total = choices.reduce((sum, c) => sum + c.open.length, 0);
  const rows = new Float64Array(total * cols);
  const targets = new Float64Array(total);
  const groups = new Int32Array(choices.length + 1);
  let at = 0;
  choices.forEach((choice, g) => {
    groups[g] = at;
    rows.set(choiceRows(choice.open, choice.moment), at * cols);
    targets[at + choice.open.findIndex((t) => t.id === choice.chosenId)] = 1;
    at += choice.open.length;
  });
  groups[choices.length] = at;
  const trees = new GradientBoosting({
    loss: 'listwise',
    rounds: 60,
    maxLeaves: 12,
    minLeaf: 30,
    l2: 1,
    maxBins: 48,
  });
  return trees.fit(matrixOfRows(rows), targets, { initialScores: urgencyScores(rows), groups });
}
