import {
  DeleteItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Request, request } from './support/arbitrary-requests.ts';
import type { ServiceError } from './support/contract-helpers.ts';
import { type ContractTarget, startTarget, TABLE } from './support/contract-target.ts';
import { dynoxideMissing } from './support/dynoxide.ts';

const commands = {
  PutItem: PutItemCommand,
  UpdateItem: UpdateItemCommand,
  DeleteItem: DeleteItemCommand,
  TransactWriteItems: TransactWriteItemsCommand,
  Query: QueryCommand,
  Scan: ScanCommand,
};

let targets: ContractTarget[] = [];
beforeAll(async () => {
  if (!dynoxideMissing) targets = await Promise.all([startTarget('engine'), startTarget('dynoxide')]);
});
afterAll(() => Promise.all(targets.map((target) => target.stop())));

it.skipIf(dynoxideMissing)(
  `answers any calls as a second engine does, capacity included, and leaves the same table${dynoxideMissing ? ` (${dynoxideMissing})` : ''}`,
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 12 }), async (requests) => {
        const [engine, dynoxide] = await Promise.all(targets.map((target) => run(target, requests)));
        expect(engine).toEqual(dynoxide);
      }),
      // Always the same cases: where the engines differ in the end, it may be the other one that is wrong.
      { numRuns: 150, seed: 20_261_120 },
    );
  },
);

/** What each call answers, and what the table and its indexes hold in the end; leaves the table empty. */
async function run(
  { client }: ContractTarget,
  requests: Request[],
): Promise<{ answers: unknown[]; contents: unknown[] }> {
  const answers: unknown[] = [];
  for (const { command, input } of requests) {
    const Command = commands[command] as new (input: object) => ScanCommand;
    answers.push(
      await client.send(new Command({ ...input, ReturnConsumedCapacity: 'INDEXES' })).then(success, failure),
    );
  }
  const contents: unknown[] = [];
  for (const IndexName of ['gsi1', 'gsi2']) {
    const { Items = [] } = await client.send(new ScanCommand({ TableName: TABLE, IndexName }));
    contents.push(Items.map(comparable).sort());
  }
  const { Items = [] } = await client.send(new ScanCommand({ TableName: TABLE }));
  contents.push(Items.map(comparable).sort());
  for (const { pk, sk } of Items) {
    await client.send(new DeleteItemCommand({ TableName: TABLE, Key: { pk: pk!, sk: sk! } }));
  }
  return { answers, contents };
}

/** The order of a scan is each engine's own. */
function success({ $metadata: _, ...output }: { $metadata?: unknown; Items?: unknown[] }): string | undefined {
  return comparable({ ...output, Items: output.Items?.map(comparable).sort() });
}

function failure({ name, Item, CancellationReasons }: ServiceError): object {
  const reasons = CancellationReasons?.map((reason) => [reason.Code, comparable(reason.Item)]);
  return { name, item: comparable(Item), reasons };
}

/** The same text for the same thing: names and set members in order. */
function comparable(node: unknown): string | undefined {
  return JSON.stringify(node, (name, inner: unknown) => {
    if (name === 'SS') return [...(inner as string[])].sort();
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)));
  });
}
