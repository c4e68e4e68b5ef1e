/**
 * Imported before anything that may load ONNX Runtime. Its versions from 1.29 on upload what they measure unless this is set
 * in the process, not only in the thread, when the library is loaded. The pinned version has no uploader (decision 0012).
 */
process.env['ORT_DISABLE_TELEMETRY'] = '1';
