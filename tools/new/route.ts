import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Change, insertBefore, projectRoot, skeleton, withImport } from './changes.ts';
import type { Made } from './made.ts';
import { type Name, nameOf } from './names.ts';
import { UsageError } from './usage-error.ts';

/** What a verb means for the route: the skeletons are `route/<shape>-*.txt`. */
const shapes = ['list', 'get', 'create', 'update', 'delete'];

/** An endpoint of a subject, with its use case, its handler and a test. */
export function newRoute(written: string): Made {
  const [subjectName = '', routeName, ...more] = written.split('/');
  if (routeName === undefined || more.length > 0) {
    throw new UsageError(`"${written}" does not say the subject. Write SUBJECT/verb-noun, such as feeds/pause-feed.`);
  }
  const subject = nameOf(subjectName, 'subject');
  const name = nameOf(routeName, 'route');
  if (!name.kebab.includes('-')) {
    throw new UsageError(`"${name.kebab}" is no verb-noun. Say what it does with what, such as "pause-feed".`);
  }
  const endpointsPath = `shared/${subject.kebab}/endpoints.ts`;
  if (!existsSync(join(projectRoot, endpointsPath))) {
    throw new UsageError(
      `There is no ${endpointsPath}. Make the subject first: npm run new -- subject ${subject.kebab} --after SUBJECT`,
    );
  }
  const endpoints = read(endpointsPath);
  if (endpoints.includes(`operationId: '${name.camel}'`)) {
    throw new UsageError(`${endpointsPath} has an operation ${name.camel} already. Choose another name.`);
  }
  const group = /function: '([^']+)'/.exec(endpoints)?.[1] ?? subject.kebab;
  const words = { ...wordsOf(name, subject), group, list: freePath(endpoints, name, subject) };
  return {
    changes: [
      { path: endpointsPath, edit: (text) => withEndpoint(text, words) },
      { path: `shared/${subject.kebab}/${name.kebab}.ts`, text: skeleton(`route/${words.shape}-use-case.ts`, words) },
      ...handlerChanges(group, subject, words, exportOf(endpoints, endpointsPath)),
      { path: `tests/e2e/${name.kebab}.test.ts`, text: skeleton(`route/${words.shape}-test.ts`, words) },
    ],
    next: [
      `Say in ${endpointsPath} what goes in and what comes out.`,
      `Write shared/${subject.kebab}/${name.kebab}.ts until npx vitest run tests/e2e/${name.kebab}.test.ts passes.`,
      'See that the grants of its function in infra/stacks/api-stack.ts cover what it reads and writes.',
    ],
  };
}

/** The subject's own path, or one for the noun below it where an endpoint has that path already. */
function freePath(endpoints: string, name: Name, subject: Name): string {
  const [verb, ...noun] = name.kebab.split('-');
  const own = `/api/v1/${/route: '\w+ \/api\/v1\/([a-z-]+)/.exec(endpoints)?.[1] ?? subject.kebab}`;
  const paths = [own, `${own}/${noun.join('-').replace(/(?<!s)$/, 's')}`];
  const shape = shapes.includes(verb!) ? verb! : 'act';
  const free = paths.find((list) => {
    const [, route] = /route: '([^']+)'/.exec(skeleton(`route/${shape}-endpoint.ts`, { ...blank, list, verb: verb! }))!;
    return !endpoints.includes(`'${route}'`);
  });
  if (free !== undefined) return free;
  throw new UsageError(`An endpoint of ${subject.kebab} has the path of ${name.kebab} already. Choose another name.`);
}

/** Words of an endpoint's skeleton that its route does not need. */
const blank = { group: '', camel: '', title: '' };

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8');

type Words = ReturnType<typeof wordsOf> & { group: string; list: string };

function wordsOf(name: Name, subject: Name) {
  const verb = name.kebab.split('-')[0]!;
  return { ...name, verb, shape: shapes.includes(verb) ? verb : 'act', subject: subject.kebab };
}

function withEndpoint(text: string, words: Words): string {
  const end = text.lastIndexOf('] as const');
  const added = `${text.slice(0, end)}${skeleton(`route/${words.shape}-endpoint.ts`, words)}${text.slice(end)}`;
  const whole = withImport(added, ['defineEndpoint'], '../kernel/requests/endpoint.ts');
  const paged =
    words.shape === 'list' ? withImport(whole, ['pageOf', 'pageQuery'], '../kernel/requests/endpoint-parts.ts') : whole;
  if (words.shape === 'delete' || /import \* as z from 'zod'/.test(paged)) return paged;
  return `import * as z from 'zod';\n${paged}`;
}

/** The name of the list of endpoints that the subject exports. */
function exportOf(endpoints: string, path: string): string {
  const list = [...endpoints.matchAll(/export const (\w+Endpoints) = \[/g)].at(-1)?.[1];
  if (list === undefined)
    throw new UsageError(`${path} exports no list of endpoints, as "export const feedEndpoints = [...] as const".`);
  return list;
}

/** An entry in the handler of the function that answers the subject; the function too where it has none. */
function handlerChanges(group: string, subject: Name, words: Words, list: string): Change[] {
  const path = `functions/api/${group}.ts`;
  const entry = skeleton(`route/${words.shape}-handler.ts`, words);
  const complete = (text: string) => {
    const imported = withImport(text, [words.camel], `../../shared/${subject.kebab}/${words.kebab}.ts`);
    return words.shape === 'create' ? withImport(imported, ['created'], '../../shared/http/reply.ts') : imported;
  };
  if (existsSync(join(projectRoot, path))) {
    return [{ path, edit: (text) => complete(insertBefore(text, '});\n', entry, `createApiHandler(${list}, {`)) }];
  }
  const { pascal, camel } = nameOf(group, 'function');
  const handler = skeleton('route/function.ts', { list, subject: subject.kebab, entry });
  return [
    { path, text: complete(handler) },
    {
      path: 'shared/kernel/requests/endpoint.ts',
      edit: (text) => insertBefore(text, "\n  | 'sandbox';", `\n  | '${group}'`, 'export type ApiFunctionName'),
    },
    {
      path: 'shared/http/openapi-tags.ts',
      edit: (text) =>
        insertBefore(text, "  'dead-letters':", `  '${group}': 'Say here what these operations are about.',\n`),
    },
    {
      path: 'infra/README.md',
      edit: (text) => insertBefore(text, '| `Sandbox` |', `| \`${pascal}\` | \`${path}\` | Api | the HTTP API |\n`),
    },
    {
      path: 'infra/constructs/memory-sizes.ts',
      edit: (text) => insertBefore(text, "  'functions/api/platforms.ts':", `  '${path}': MIDDLE,\n`),
    },
    {
      path: 'infra/stacks/api-stack.ts',
      edit: (text) => {
        const made = `const ${camel} = make('${path}', 20);\n    mayWriteTable(${camel}, data.table, ['gsi1']);\n\n    `;
        const declared = insertBefore(text, 'const sandbox = make(', made);
        return insertBefore(
          declared,
          'sandbox,\n      },',
          `${camel === group ? camel : `'${group}': ${camel}`},\n        `,
          'addRoutes(',
        );
      },
    },
  ];
}
