import { type JsonSchema, jsonSchema } from '../../shared/kernel/json-schema.ts';
import type { PlatformAdapter, PlatformRules } from '../../shared/platforms/contract/adapter.ts';
import { adapters } from '../../shared/platforms/registry.ts';
import { betweenMarks } from './between-marks.ts';

/** Pages with a table that is made from the platforms' folders, by path. `npm run docs` writes them. */
export const platformPages: Record<string, () => string> = {
  'README.md': () => betweenMarks('README.md', 'platforms', platformTable()),
  'docs/guarantees.md': () => betweenMarks('docs/guarantees.md', 'platforms', guaranteeTable()),
};

const platforms: PlatformAdapter[] = Object.values(adapters);

/** README: what a caller gives to connect each platform, and what its posts can have. */
function platformTable(): string {
  return table(
    ['kind', 'what it is', 'publishConfig', 'credentials', 'a post can have', 'what keeps a repeat from posting twice'],
    platforms.map(({ rules, schemas, about }) => [
      `\`${rules.kind}\``,
      about.summary,
      rules.ownNetwork ? 'nothing' : shapeOf(jsonSchema(schemas.publishConfig)),
      rules.ownNetwork ? 'nothing' : shapeOf(jsonSchema(schemas.credentials)),
      optionsOf(rules),
      about.repeat,
    ]),
  );
}

/** docs/guarantees.md: how far "never twice" goes on each platform. */
function guaranteeTable(): string {
  return table(
    ['platform', 'class', 'what keeps a repeat from posting twice', 'an unknown outcome'],
    platforms.map(({ rules, about }) => [rules.displayName, rules.safety, about.repeat, about.unknownOutcome]),
  );
}

/** The names of an object's fields, `?` behind those that may be missing. Fields that Herald fills in are left out. */
function shapeOf({ anyOf, properties = {}, required = [], title }: JsonSchema): string {
  if (Array.isArray(anyOf)) return anyOf.map(shapeOf).join(' or ');
  const names = Object.entries(properties as Record<string, JsonSchema>)
    .filter(([, { readOnly }]) => readOnly !== true)
    .map(([name]) => ((required as string[]).includes(name) ? name : `${name}?`));
  return `${title === undefined ? '' : `${title} `}\`{${names.join(', ')}}\``;
}

function optionsOf({ thread, firstComment, terms }: PlatformRules): string {
  const options = [
    thread && `a \`thread\` of ${thread.max} more`,
    firstComment && 'a `firstComment`',
    terms && `${terms.max} \`categories\` and \`tags\` each`,
  ];
  return options.filter(Boolean).join(', ');
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}
