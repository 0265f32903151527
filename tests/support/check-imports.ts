import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';

/** What each part of the house may import, besides itself: imports point down. */
const allowed: Record<string, string[]> = {
  'shared/domain': [],
  'shared/platforms': ['shared/domain'],
  'shared/cloud': ['shared/domain'],
  'shared/store': ['shared/cloud', 'shared/domain'],
  'shared/use-cases': ['shared/platforms', 'shared/store', 'shared/cloud', 'shared/domain'],
  'shared/http': ['shared/use-cases', 'shared/store', 'shared/cloud', 'shared/domain'],
  functions: ['shared/http', 'shared/use-cases', 'shared/store', 'shared/cloud', 'shared/domain'],
  // The template is made from names and schemas; the local cloud knows nothing of the application but its template.
  infra: ['shared/http/endpoints', 'shared/http/endpoint.ts', 'shared/domain'],
  'infra/local': ['shared/use-cases/create-tenant.ts', 'shared/store/stored-shape.ts'],
};
/** The specifications of endpoints stay free of code that runs: the template reads them. */
const pure = {
  from: 'shared/http/endpoints',
  to: ['shared/http/endpoint.ts', 'shared/http/endpoints', 'shared/domain'],
};

const zones = Object.keys(allowed).sort((a, b) => b.length - a.length);
const inside = (file: string, place: string) => file === place || file.startsWith(`${place}/`);

function problemsOf(file: string): string[] {
  const zone = zones.find((place) => inside(file, place));
  if (zone === undefined) return [];
  const source = readFileSync(file, 'utf8');
  const imports = [...source.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) => match[1]!);
  return imports.flatMap((specifier) => {
    const target = normalize(join(dirname(file), specifier))
      .split(sep)
      .join('/');
    const places = inside(file, pure.from) ? pure.to : [zone, ...allowed[zone]!];
    if (!/^(shared|functions|infra|tests)\//.test(target)) return [];
    if (inside(target, zone) && !inside(file, pure.from)) return [];
    return places.some((place) => inside(target, place))
      ? []
      : [`${file} imports ${target}: it may import ${places.join(', ')}.`];
  });
}

const files = ['shared', 'functions', 'infra'].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => `${root}/${name.split(sep).join('/')}`),
);
const problems = files.filter((file) => /\.(ts|mjs)$/.test(file)).flatMap(problemsOf);
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(`imports: ${files.length} files, ${problems.length} problems\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
