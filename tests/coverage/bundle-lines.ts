import { globSync, readdirSync, readFileSync } from 'node:fs';
import type { Profiler } from 'node:inspector';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mergeScriptCovs } from '@bcoe/v8-coverage';
import { parse } from 'acorn';
import { convert } from 'ast-v8-to-istanbul';
import { addBundle, type FileLines } from './file-lines.ts';

type ScriptCoverage = Profiler.ScriptCoverage;

const root = join(import.meta.dirname, '../..');
/** So many files of one bundle are merged at once: a run of everything writes thousands. */
const BATCH = 50;
const MAP_COMMENT = /\n\/\/# sourceMappingURL=data:application\/json;base64,([A-Za-z0-9+/=]+)\s*$/;

interface SourceMap {
  version: number;
  names: string[];
  mappings: string;
  sources: string[];
  sourcesContent: string[];
}

/** What ran in the workers of local clouds, by the lines of the sources. `directory` holds what they wrote. */
export async function addBundleLines(directory: string, lines: FileLines): Promise<void> {
  for (const [url, coverage] of mergedByBundle(directory)) {
    const code = readFileSync(fileURLToPath(url), 'utf8');
    const map = MAP_COMMENT.exec(code)?.[1];
    // A test's own functions, and bundles that a test made for itself.
    if (map === undefined) continue;
    const istanbul = await convert({
      code,
      sourceMap: withFullPaths(JSON.parse(Buffer.from(map, 'base64').toString())),
      coverage,
      ast: parse(code, { ecmaVersion: 'latest', sourceType: 'module', locations: true }),
    });
    addBundle(lines, istanbul, (path) => relative(root, path).replaceAll('\\', '/'));
  }
}

function mergedByBundle(directory: string): Map<string, ScriptCoverage> {
  const pending = new Map<string, ScriptCoverage[]>();
  const merge = (url: string) => pending.set(url, [mergeScriptCovs(pending.get(url)!)!]);
  for (const name of readdirSync(directory)) {
    const { result } = JSON.parse(readFileSync(join(directory, name), 'utf8')) as { result: ScriptCoverage[] };
    for (const script of result) {
      const waiting = pending.get(script.url) ?? [];
      pending.set(script.url, [...waiting, script]);
      if (waiting.length + 1 >= BATCH) merge(script.url);
    }
  }
  for (const url of pending.keys()) merge(url);
  return new Map([...pending].map(([url, [merged]]) => [url, merged!]));
}

/** A bundle's map names its sources as seen from beside the entry, which is in one of the folders of `functions`. */
function withFullPaths(map: SourceMap): SourceMap {
  const fullPath = (source: string, index: number) => {
    const entries = source.includes('/') ? [] : globSync(`functions/*/${source}`, { cwd: root });
    const entry = entries.find((path) => readFileSync(join(root, path), 'utf8') === map.sourcesContent[index]);
    return entry === undefined ? resolve(root, 'functions/any', source) : join(root, entry);
  };
  return { ...map, sources: map.sources.map(fullPath) };
}
