import { fileURLToPath } from 'node:url';

/** The project's folder, with a trailing separator. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

// Before anything is started that may load ONNX Runtime: later versions than ours upload unless this is set (decision 0012).
process.env.ORT_DISABLE_TELEMETRY = '1';

/** Whether this Node can load the native modules. */
export function isModernNode() {
  return Number(process.versions.node.split('.')[0]) >= 22;
}

/** Ends with one clear line when this Node is too old for the native modules. */
export function requireModernNode() {
  if (isModernNode()) return;
  process.stderr.write(
    `Daymark needs Node 22 or later and found ${process.version}. ` +
      'Run it through npm (npm start, npm run cli), which uses the Node that "npm ci" installed.\n',
  );
  process.exit(1);
}
