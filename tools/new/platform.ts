import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Change, insertBefore, projectRoot, skeleton, withImport } from './changes.ts';
import type { Made } from './made.ts';
import { nameOf } from './names.ts';
import { UsageError } from './usage-error.ts';

const files = [
  ...['about', 'account', 'adapter', 'errors', 'find', 'metrics', 'post-address'],
  ...['preview', 'publish', 'rules', 'schemas', 'validate'],
];

/** The folder of a platform, its line in the registry, its stand-in and its contract. */
export function newPlatform(written: string): Made {
  const name = nameOf(written, 'platform');
  const { kebab, camel, pascal } = name;
  if (readdirSync(join(projectRoot, 'shared/platforms')).includes(kebab)) {
    throw new UsageError(`There is a folder shared/platforms/${kebab} already. Choose another name.`);
  }
  const words = { ...name, key: kebab === camel ? camel : `'${kebab}'` };
  const entry = kebab === camel ? camel : `'${kebab}': ${camel}`;
  const changes: Change[] = [
    ...files.map((file) => ({
      path: `shared/platforms/${kebab}/${file}.ts`,
      text: skeleton(`platform/${file}.ts`, words),
    })),
    {
      path: 'shared/platforms/registry.ts',
      edit: (text) =>
        withImport(
          insertBefore(text, '} satisfies Record<string, PlatformAdapter>', `  ${entry},\n`),
          [camel],
          `./${kebab}/adapter.ts`,
        ),
    },
    { path: `tests/doubles/${kebab}-server.ts`, text: skeleton('double/server.ts', words) },
    {
      path: 'tests/doubles/stand-ins.ts',
      edit: (text) =>
        withImport(
          insertBefore(text, '\n};\n', `\n\n${skeleton('double/stand-in.ts', words)}`, 'export const standIns'),
          [`start${pascal}Server`],
          `./${kebab}-server.ts`,
        ),
    },
    {
      path: `tests/integration/platforms/${kebab}.test.ts`,
      text: skeleton('double/contract.test.ts', {
        ...words,
        standIn: kebab === camel ? `standIns.${camel}` : `standIns['${kebab}']`,
      }),
    },
  ];
  return {
    changes,
    next: [
      `Write tests/doubles/${kebab}-server.ts from the platform's own documentation: it must refuse what the platform refuses.`,
      `Write the files in shared/platforms/${kebab}/ until npx vitest run tests/integration/platforms/${kebab}.test.ts passes.`,
      'Add prepare.ts, discard.ts, session.ts, update.ts or delete.ts where the platform has such a thing (shared/platforms/README.md).',
      'Run npm run docs: the tables of platforms are made from about.ts, rules.ts and schemas.ts.',
    ],
  };
}
