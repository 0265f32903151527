import { afterAll, beforeAll, describe, it } from 'vitest';
import { capacityCases } from './contract/capacity.ts';
import { itemCases } from './contract/items.ts';
import { transactionCases } from './contract/transactions.ts';
import { type ContractTarget, startTarget } from './support/contract-target.ts';
import { dynoxideMissing } from './support/dynoxide.ts';

describe('the engine, through the AWS SDK', () => runContract('engine'));

// A second engine of other authors keeps the contract honest: it shows that the cases describe DynamoDB, not this code.
describe('dynoxide, through the AWS SDK', () => {
  if (dynoxideMissing) it.skip(`keeps the contract (${dynoxideMissing})`);
  else runContract('dynoxide');
});

function runContract(name: ContractTarget['name']): void {
  let target: ContractTarget;
  beforeAll(async () => {
    target = await startTarget(name);
  });
  afterAll(() => target?.stop());

  describe('transactions', () => transactionCases(() => target));
  describe('items and tables', () => itemCases(() => target));
  describe('consumed capacity', () => capacityCases(() => target));
}
