import { readAccount } from '../../accounts/account-items.ts';
import { isFoundTime } from '../../calendar/times/found-time.ts';
import { parseRequestedTime } from '../../calendar/times/parse-requested-time.ts';
import type { ContentProblem } from '../../kernel/problem.ts';
import { adapterFor } from '../../platforms/registry.ts';
import { type NewDistribution, newDistributionSchema } from '../model/distribution-input.ts';
import { contentOfInput } from './plan-distribution.ts';
import { planProblems } from './plan-problems.ts';
import { contentProblems } from './validate-content.ts';

/**
 * What else is wrong with a distribution whose body does not fit its schema: the platform's rules and the time, as far
 * as the fields they need can be read. So a caller hears of every problem at once.
 */
export async function inspectDistribution(tenantId: string, body: unknown): Promise<ContentProblem[]> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return [];
  const input = readableFields(body as Record<string, unknown>);
  const problems: ContentProblem[] = [];
  const account = input.platformId === undefined ? undefined : await readAccount(tenantId, input.platformId);
  if (account !== undefined) {
    const adapter = adapterFor(account.kind);
    problems.push(...contentProblems(adapter, contentOfInput({ ...input, body: input.body ?? '' })));
  }
  let at: string | undefined;
  if (input.scheduledFor !== undefined || input.timezone !== undefined) {
    const asked = isFoundTime(input.scheduledFor) ? undefined : input.scheduledFor;
    at = parseRequestedTime(asked, input.timezone, problems).scheduledFor;
  }
  problems.push(...planProblems(input, account, at, Date.now()));
  return problems;
}

/** The fields that fit their own schema, each looked at by itself. */
export function readableFields(body: Record<string, unknown>): Partial<NewDistribution> {
  const fields = Object.entries(newDistributionSchema.shape).flatMap(([name, schema]) => {
    const result = schema.safeParse(body[name]);
    return result.success && result.data !== undefined ? [[name, result.data]] : [];
  });
  return Object.fromEntries(fields) as Partial<NewDistribution>;
}
