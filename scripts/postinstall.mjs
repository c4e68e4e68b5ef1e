/**
 * Prepares the embedding model. An install never fails for it: without the model Daymark runs without similarity,
 * and the next command tries again.
 */
try {
  const { buildModel } = await import('./build-model.mjs');
  await buildModel();
} catch (error) {
  process.stderr.write(`No similarity for now: the embedding model was not built (${error.message}).\n`);
}
