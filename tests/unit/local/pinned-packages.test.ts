import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };

const DYNALITE = 'infra/local/dynamodb/dynalite/dynalite.ts';
const FAUXQS = 'infra/local/aws/queues/fauxqs.ts';

const advice = (problem: string, file: string) =>
  `${problem}. Read in ${file} what an update can break, adapt it, run "npm run test:local", and raise the version there.`;

// Imported by each test, so that a part which is gone fails with a sentence and not the whole file with a path.
async function loaded<Parts>(parts: Promise<Parts>, name: string, file: string): Promise<Parts> {
  return parts.catch((cause: Error) => {
    throw new Error(advice(`The inside of ${name} cannot be loaded (${cause.message})`, file), { cause });
  });
}
const loadDynalite = () => loaded(import('../../../infra/local/dynamodb/dynalite/dynalite.ts'), 'dynalite', DYNALITE);
const loadFauxqs = () => loaded(import('../../../infra/local/aws/queues/fauxqs.ts'), 'fauxqs', FAUXQS);

const missing = (parts: object, names: string[]) =>
  names.filter((name) => typeof (parts as Record<string, unknown>)[name] !== 'function');

describe.each([
  { name: 'dynalite', pinned: async () => (await loadDynalite()).DYNALITE_VERSION, file: DYNALITE },
  { name: 'fauxqs', pinned: async () => (await loadFauxqs()).FAUXQS_VERSION, file: FAUXQS },
] as const)('the package $name, whose inside the local cloud uses', ({ name, pinned, file }) => {
  it('is installed and asked for in the one version that the local cloud was written for', async () => {
    const version = await pinned();
    const installed = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string };
    expect(installed.version, advice(`The installed ${name} is not ${version}`, file)).toBe(version);
    const asked = packageJson.devDependencies[name];
    expect(asked, advice(`package.json asks for ${name} ${asked}, not for exactly ${version}`, file)).toBe(version);
  });
});

it('dynalite has every part that the local cloud takes from it', async () => {
  const { dynalite, rules, validations } = await loadDynalite();
  const problem = advice('dynalite has no such parts any more', DYNALITE);
  const checks = ['validateKey', 'validateKeyPiece', 'validateKeyPaths', 'validateItem', 'validateUpdates'];
  expect(missing(dynalite, [...checks, 'checkConditional', 'compare', 'mapPaths', 'toRangeStr']), problem).toEqual([]);
  const requests = [
    'checkTypes',
    'checkValidations',
    'validateExpressions',
    'validateConditions',
    'convertKeyCondition',
  ];
  expect(missing(validations, requests), problem).toEqual([]);
  const withoutTypes = Object.entries(rules).filter(([, { types }]) => typeof types !== 'object');
  expect(withoutTypes, problem).toEqual([]);
});

it('fauxqs has every part that the local cloud takes from it', async () => {
  const { buildApp, databaseOf, messageActions, PersistenceManager, S3Store, SnsStore, SqsStore } = await loadFauxqs();
  const problem = advice('fauxqs has no such parts any more', FAUXQS);
  const parts = { buildApp, PersistenceManager, S3Store, SnsStore, SqsStore };
  expect(missing(parts, Object.keys(parts)), problem).toEqual([]);
  expect(missing(messageActions, Object.keys(messageActions)), problem).toEqual([]);
  expect(missing(PersistenceManager.prototype, ['load', 'deleteMessage', 'updateMessageInflight']), problem).toEqual(
    [],
  );
  const directory = mkdtempSync(join(tmpdir(), 'herald-fauxqs-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const persistence = new PersistenceManager(directory);
  onTestFinished(() => persistence.close());
  expect(missing(databaseOf(persistence), ['exec']), problem).toEqual([]);
  const queue = new SqsStore().createQueue('q', 'http://localhost/0/q', 'arn:aws:sqs:us-east-1:0:q', {}, {});
  const methods = ['enqueue', 'dequeue', 'deleteMessage', 'changeVisibility', 'processTimers', 'getAttribute'];
  expect(missing(queue, methods), problem).toEqual([]);
  const fields = ['messages', 'delayedMessages', 'fifoDelayed', 'inflightMessages'];
  expect(
    fields.filter((name) => !(name in queue)),
    problem,
  ).toEqual([]);
});
