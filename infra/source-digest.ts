import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const projectRoot = join(import.meta.dirname, '..');
/** What npm has really installed: package-lock.json may be ahead of it. */
const INSTALLED = 'node_modules/.package-lock.json';

/**
 * Names the state of files and folders of the project, and of the installed packages: what was made from the same state can
 * be used again.
 *
 * @param sources files and folders, from the project's root
 * @param without beginnings of paths that have no part in it
 */
export function sourceDigest(sources: readonly string[], without: readonly string[] = []): string {
  const digest = createHash('sha256');
  const files = sources.flatMap(filesOf).filter((file) => !without.some((start) => file.startsWith(start)));
  for (const file of [...files, INSTALLED]) {
    digest
      .update(`${file}\0`)
      .update(readFileSync(join(projectRoot, file)))
      .update('\0');
  }
  return digest.digest('hex').slice(0, 16);
}

function filesOf(source: string): string[] {
  if (source.includes('.')) return [source];
  const entries = readdirSync(join(projectRoot, source), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(projectRoot.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}
