import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Change, insertBefore, projectRoot, skeleton, withImport } from './changes.ts';
import type { Made } from './made.ts';
import { nameOf, singular } from './names.ts';
import { UsageError } from './usage-error.ts';

interface Subject {
  name: string;
  holds: string;
}

/** The folder of a subject and its place in the order. */
export function newSubject(written: string, { after, holds }: { after?: string; holds?: string }): Made {
  const name = nameOf(written, 'subject');
  const subjects: Subject[] = JSON.parse(readFileSync(join(projectRoot, 'shared/subjects.json'), 'utf8'));
  const before = checkedPlace(name.kebab, subjects, after);
  const said = holds ?? `what ${name.kebab} holds is not written yet`;
  const one = singular(name);
  const words = { ...name, oneCamel: one.camel, oneUpper: one.upper, oneKebab: one.kebab };
  const changes: Change[] = [
    ...['endpoints', 'events', 'keys'].map((file) => ({
      path: `shared/${name.kebab}/${file}.ts`,
      text: skeleton(`subject/${file}.ts`, words),
    })),
    {
      path: 'shared/subjects.json',
      edit: () => {
        const all = subjects.flatMap((subject) =>
          subject.name === before ? [subject, { name: name.kebab, holds: said }] : [subject],
        );
        return `[\n${all.map((subject) => JSON.stringify(subject)).join(',\n')}\n]\n`;
      },
    },
    {
      path: 'ARCHITECTURE.md',
      edit: (text) =>
        text.replace(
          new RegExp(`^\\| \`${before}\` \\| .*\n`, 'm'),
          (row) => `${row}| \`${name.kebab}\` | ${said} |\n`,
        ),
    },
    {
      path: 'shared/events/all-events.ts',
      edit: (text) =>
        withImport(
          insertBefore(text, '\n].flatMap(', `\n  ${one.camel}Events,`, 'export const allEvents'),
          [`${one.camel}Events`],
          `../${name.kebab}/events.ts`,
        ),
    },
    {
      path: 'shared/http/all-endpoints.ts',
      edit: (text) =>
        withImport(
          insertBefore(text, '\n];', `\n  ...${one.camel}Endpoints,`, 'export const allEndpoints'),
          [`${one.camel}Endpoints`],
          `../${name.kebab}/endpoints.ts`,
        ),
    },
  ];
  return {
    changes,
    next: [
      ...(holds === undefined
        ? [`Say what ${name.kebab} holds, in shared/subjects.json and in the table of ARCHITECTURE.md.`]
        : []),
      `Give it its first route: npm run new -- route ${name.kebab}/create-${one.kebab}`,
    ],
  };
}

function checkedPlace(name: string, subjects: Subject[], after: string | undefined): string {
  const order = subjects.map((subject) => subject.name);
  if (order.includes(name)) throw new UsageError(`There is a subject "${name}" already. Choose another name.`);
  const said = `The order is ${order.join(', ')}.`;
  if (after === undefined) {
    throw new UsageError(
      `Say behind which subject it comes, with --after SUBJECT: it may import that one and those before it. ${said}`,
    );
  }
  if (!order.includes(after)) throw new UsageError(`There is no subject "${after}" to come after. ${said}`);
  if (after === 'http' || after === 'events') {
    const why = '"events" and "http" stay the last: they put the events and the endpoints of all subjects together.';
    throw new UsageError(`${why} Name another one.`);
  }
  return after;
}
