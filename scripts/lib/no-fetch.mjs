/** Stands in bundles for `node-fetch`, which TensorFlow.js takes along to load models from addresses: nothing is ever fetched. */
export default function noFetch() {
  throw new Error('nothing is fetched here');
}
