import { AwsError } from '../../aws/aws-error.ts';
import type { Database } from '../database.ts';
import { storeKey, type WriteAction } from '../items/item-writes.ts';
import { checkRequest } from '../requests/check-request.ts';
import type { Table } from '../tables/table.ts';
import type { ClientTokens } from './client-tokens.ts';
import { fingerprintOf } from './client-tokens.ts';
import type { HeldItems } from './held-items.ts';
import { planAction } from './transaction-plan.ts';
import { checkTransactionRequest } from './transaction-request.ts';

type Body = Record<string, unknown>;

const plainWrites = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);

/** Lets transactions and writes of one item at the same time meet, as they do on AWS. */
export class ContendedWrites {
  readonly #database: Database;
  readonly #tokens: ClientTokens;
  readonly #held: HeldItems;

  constructor(database: Database, tokens: ClientTokens, held: HeldItems) {
    this.#database = database;
    this.#tokens = tokens;
    this.#held = held;
  }

  /** @param run the write itself, which says what is wrong with a request that is not even one */
  async around(operation: string, body: Body, run: () => Promise<Body>): Promise<Body> {
    if (plainWrites.has(operation)) {
      const item = this.#itemOf(operation as WriteAction, body);
      if (item !== undefined) this.#held.refuseIfHeld(item);
      return await run();
    }
    if (operation !== 'TransactWriteItems') return await run();
    const transaction = this.#transactionIn(body);
    // One that is done already changes nothing and meets nobody.
    if (transaction === undefined) return await run();
    const { items, token, fingerprint } = transaction;
    if (token !== undefined && valid(() => this.#tokens.find(token, fingerprint))) return await run();
    return await this.#held.whileHeld(items, token, run);
  }

  /** Resolves when nothing is held any more. */
  async settled(): Promise<void> {
    await this.#held.settled();
  }

  #itemOf(operation: WriteAction, body: Body): string | undefined {
    return valid(() => {
      const request = checkRequest(operation, body);
      const table = this.#database.catalogue.get(request.TableName);
      return heldName(table, storeKey(table, request));
    });
  }

  #transactionIn(body: Body): Transaction | undefined {
    return valid(() => {
      const { TransactItems, ClientRequestToken: token } = checkTransactionRequest(body);
      const plan = TransactItems.map((action, index) => planAction(this.#database.catalogue, action, index));
      const items = plan.map(({ table, key }) => (key === undefined ? undefined : heldName(table, key)));
      return { items, token, fingerprint: token === undefined ? '' : fingerprintOf(TransactItems) };
    });
  }
}

interface Transaction {
  items: (string | undefined)[];
  token: string | undefined;
  fingerprint: string;
}

const heldName = ({ description }: Table, key: string) => `${description.TableName}~${key}`;

function valid<Answer>(read: () => Answer): Answer | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}
