import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { CONTEXT_WIDTH, INPUT_WIDTH, SEQUENCE_DAYS, type Sequence } from './sequences.ts';
import { FORECAST_WIDTH } from './baselines.ts';
import { UNITS } from './network.ts';

/**
 * The only place that knows TensorFlow.js. Loaded when a training begins, in the training thread, which ends after it. Its
 * program for the processor is a file of the package, or lies beside the bundle; nothing is fetched.
 */

const PROGRAM = 'tfjs-backend-wasm.wasm';
const BATCH = 64;
const LEARNING_RATE = 0.01;

/** What is trained on: a sequence, the difference to the rule's forecast, and how much each part of it counts. */
export interface Example {
  readonly sequence: Sequence;
  readonly difference: Float32Array;
  readonly weight: Float32Array;
}

export interface FitOptions {
  readonly seed: number;
  readonly epochs: number;
  /** Where a training goes on; zeros for the answer and random numbers else when there is none. */
  readonly from?: Float32Array | null;
  /** Called after each epoch with the weights; false ends the training. */
  readonly after: (epoch: number, weights: Float32Array) => boolean;
}

/** Trains, and leaves no tensor behind. Answers with the last weights, as `WEIGHT_SHAPES` says. */
export async function fit(examples: readonly Example[], options: FitOptions): Promise<Float32Array> {
  await ready();
  const model = build(options.seed);
  const optimizer = tf.train.adam(LEARNING_RATE);
  const batches = batchesOf(examples);
  try {
    if (options.from) setWeights(model, options.from);
    for (let epoch = 0; epoch < options.epochs; epoch++) {
      for (const batch of batches) optimizer.minimize(() => errorOf(model, batch));
      if (!options.after(epoch, weightsOf(model))) break;
    }
    return weightsOf(model);
  } finally {
    tf.dispose(batches);
    model.dispose();
    optimizer.dispose();
  }
}

type Batch = Record<'days' | 'context' | 'difference' | 'weight', tf.Tensor>;

function batchesOf(examples: readonly Example[]): Batch[] {
  return Array.from({ length: Math.ceil(examples.length / BATCH) }, (_, i) => {
    const part = examples.slice(i * BATCH, (i + 1) * BATCH);
    const { length } = part;
    return {
      days: tf.tensor3d(concat(part.map(({ sequence }) => sequence.days)), [
        length,
        SEQUENCE_DAYS,
        INPUT_WIDTH,
      ]),
      context: tf.tensor2d(concat(part.map(({ sequence }) => sequence.context)), [length, CONTEXT_WIDTH]),
      difference: tf.tensor2d(concat(part.map(({ difference }) => difference)), [length, FORECAST_WIDTH]),
      weight: tf.tensor2d(concat(part.map(({ weight }) => weight)), [length, FORECAST_WIDTH]),
    };
  });
}

function errorOf(model: layers.LayersModel, { days, context, difference, weight }: Batch): tf.Scalar {
  return tf.tidy(() => {
    const answered = model.apply([days, context], { training: true }) as tf.Tensor;
    return tf.mean(tf.mul(weight, tf.square(tf.sub(answered, difference))));
  });
}

/** Tensors that are alive in this thread, to check that none is left. @public */
export async function liveTensors(): Promise<number> {
  await ready();
  return tf.memory().numTensors;
}

/**
 * What a network trained with these weights says by the library itself; `DayNetwork` has to say the same.
 *
 * @public
 */
export async function predict(weights: Float32Array, { days, context }: Sequence): Promise<Float32Array> {
  await ready();
  const model = build(1);
  setWeights(model, weights);
  const answered = tf.tidy(() => {
    const answer = model.predict([
      tf.tensor3d(days, [1, SEQUENCE_DAYS, INPUT_WIDTH]),
      tf.tensor2d(context, [1, CONTEXT_WIDTH]),
    ]);
    return (answer as tf.Tensor).dataSync<'float32'>();
  });
  model.dispose();
  return Float32Array.from(answered);
}

async function ready(): Promise<void> {
  if (tf.getBackend() === 'wasm') return;
  const beside = dirname(fileURLToPath(import.meta.url));
  const folder = existsSync(join(beside, PROGRAM))
    ? beside
    : dirname(createRequire(import.meta.url).resolve(`@tensorflow/tfjs-backend-wasm/dist/${PROGRAM}`));
  // Threads of its own would take the processors from what the person waits for.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths(join(folder, sep));
  if (!(await tf.setBackend('wasm'))) throw new Error('the program of the network could not be loaded');
  await tf.ready();
}

function build(seed: number): layers.LayersModel {
  const days = layers.input({ shape: [SEQUENCE_DAYS, INPUT_WIDTH] });
  const context = layers.input({ shape: [CONTEXT_WIDTH] });
  const state = layers.layers
    .lstm({
      units: UNITS,
      recurrentActivation: 'sigmoid',
      kernelInitializer: layers.initializers.glorotUniform({ seed }),
      recurrentInitializer: layers.initializers.glorotUniform({ seed: seed + 1 }),
    })
    .apply(days) as layers.SymbolicTensor;
  const joined = layers.layers.concatenate().apply([state, context]) as layers.SymbolicTensor;
  // It begins with what the rule says, and no correction.
  const answer = layers.layers
    .dense({ units: FORECAST_WIDTH, kernelInitializer: 'zeros' })
    .apply(joined) as layers.SymbolicTensor;
  return layers.model({ inputs: [days, context], outputs: answer });
}

function setWeights(model: layers.LayersModel, weights: Float32Array): void {
  let at = 0;
  const tensors = model.getWeights().map((old) => {
    const part = weights.subarray(at, (at += old.size));
    return tf.tensor(part, old.shape);
  });
  model.setWeights(tensors);
  tf.dispose(tensors);
}

function weightsOf(model: layers.LayersModel): Float32Array {
  return concat(model.getWeights().map((weight) => weight.dataSync<'float32'>()));
}

function concat(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
