import { fileURLToPath } from 'node:url';

/**
 * Helper processes, models and native modules stand outside the archive that holds the rest of the installed app: the
 * system loads them itself and knows nothing of archives.
 */
export function unpacked(url: URL): URL {
  return new URL(url.href.replace(/\/app\.asar\//, '/app.asar.unpacked/'));
}

/**
 * Where the installed app keeps sqlite-vec's loadable file; undefined when the app runs from its folder and the
 * module finds the file itself. `base` is the address of a bundle in `dist/<part>/`.
 */
export function vectorExtension(base: URL, platform: NodeJS.Platform, arch: string): string | undefined {
  if (unpacked(base).href === base.href) return undefined;
  const system = platform === 'win32' ? 'windows' : platform;
  const suffix = platform === 'win32' ? 'dll' : platform === 'darwin' ? 'dylib' : 'so';
  return fileURLToPath(
    unpacked(new URL(`../../node_modules/sqlite-vec-${system}-${arch}/vec0.${suffix}`, base)),
  );
}
