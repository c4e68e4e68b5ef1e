import { seededRandom } from '../../../core/random.ts';
import { GradientBoosting } from '../../trees/index.ts';
import { matrixOfRows, urgencyScores, type BaseCluster } from './base-models.ts';
import { choiceRows, PRIORITY_COLUMNS } from './columns.ts';
import { Associations } from './associations.ts';
import { CLUSTERS, nearPreferences, SimulatedPerson } from './simulator.ts';

/** How many made-up people the base model is trained on. */
export interface PopulationSize {
  readonly peoplePerCluster: number;
  readonly choicesPerPerson: number;
  readonly seed: number;
}

/** Trains one small boosted model per cluster of the simulated population, on top of urgency. */
export function trainPopulation({ peoplePerCluster, choicesPerPerson, seed }: PopulationSize): BaseCluster[] {
  return Object.entries(CLUSTERS).map(([name, preferences], c) => {
    const choices: SimulatedChoice[] = [];
    for (let p = 0; p < peoplePerCluster; p++) {
      const random = seededRandom(seed + c * 1000 + p);
      const person = new SimulatedPerson(nearPreferences(preferences, random), random);
      const associations = new Associations();
      for (let i = 0; i < choicesPerPerson; i++) {
        const { open, moment, chosenId } = person.next();
        const chosen = open.findIndex((task) => task.id === chosenId);
        choices.push({ rows: choiceRows(open, moment, associations), tasks: open.length, chosen });
        associations.record(open, moment, chosen);
      }
    }
    return { name, trees: fitChoices(choices) };
  });
}

/** A choice as the trees see it, from what that person had done before. */
interface SimulatedChoice {
  readonly rows: Float64Array;
  readonly tasks: number;
  readonly chosen: number;
}

function fitChoices(choices: readonly SimulatedChoice[]): GradientBoosting {
  const cols = PRIORITY_COLUMNS.length;
  const total = choices.reduce((sum, c) => sum + c.tasks, 0);
  const rows = new Float64Array(total * cols);
  const targets = new Float64Array(total);
  const groups = new Int32Array(choices.length + 1);
  let at = 0;
  choices.forEach((choice, g) => {
    groups[g] = at;
    rows.set(choice.rows, at * cols);
    targets[at + choice.chosen] = 1;
    at += choice.tasks;
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
