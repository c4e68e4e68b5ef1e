/**
 * Helper processes and native modules stand outside the archive that holds the rest of the installed app: the
 * system loads them itself and knows nothing of archives.
 */
export function unpacked(url: URL): URL {
  return new URL(url.href.replace(/\/app\.asar\//, '/app.asar.unpacked/'));
}
