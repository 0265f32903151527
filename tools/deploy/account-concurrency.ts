import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  type LambdaClient,
  paginateListFunctions,
} from '@aws-sdk/client-lambda';
import * as z from 'zod';

const limitSchema = z.object({
  ConcurrentExecutions: z.number().int().positive(),
  UnreservedConcurrentExecutions: z.number().int().min(0),
});

/** What the account has in this region. */
export interface AccountConcurrency {
  limit: number;
  /** What Herald can have: the limit, less what others have reserved. Its own reservations of an earlier deployment count as free. */
  available: number;
}

/** @param stage whose own reservations are not in its way */
export async function readAccountConcurrency(lambda: LambdaClient, stage: string): Promise<AccountConcurrency> {
  const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
  const { ConcurrentExecutions: limit, UnreservedConcurrentExecutions: unreserved } = limitSchema.parse(AccountLimit);
  // Nothing is reserved: no need to ask whose it is.
  if (unreserved >= limit) return { limit, available: limit };
  let own = 0;
  for await (const { Functions = [] } of paginateListFunctions({ client: lambda }, {})) {
    for (const { FunctionName } of Functions) {
      if (!FunctionName?.startsWith(`herald-${stage}-`)) continue;
      const { ReservedConcurrentExecutions = 0 } = await lambda.send(
        new GetFunctionConcurrencyCommand({ FunctionName }),
      );
      own += ReservedConcurrentExecutions;
    }
  }
  return { limit, available: unreserved + own };
}
