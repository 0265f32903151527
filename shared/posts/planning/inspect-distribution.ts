import { readAccount } from '../../accounts/account-items.ts';
import { retryOnSlotConflict } from '../../calendar/slots/claim-slot.ts';
import type { ContentProblem } from '../../kernel/problem.ts';
import { distributionContentSchema } from '../../platforms/contract/content.ts';
import { checkFields, readableFields } from './check-fields.ts';
import { checkNewPost } from './check-new-post.ts';
import { listProblems } from './refuse-post.ts';

/** Who asks makes a difference to warnings alone, and a refused request has none. */
const nobody = { principal: '', scopes: [] };
const contentFields = Object.keys(distributionContentSchema.shape);

/**
 * What else is wrong with a new distribution whose body does not fit its schema: `checkNewPost` of the fields that can be
 * read. So a caller hears of every problem at once.
 */
export async function inspectDistribution(tenantId: string, body: unknown): Promise<ContentProblem[]> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return [];
  const given = body as Record<string, unknown>;
  const fields = readableFields(given);
  const account = fields.platformId === undefined ? undefined : await readAccount(tenantId, fields.platformId);
  if (account === undefined) return listProblems(checkFields(fields, undefined, Date.now()).problems);
  // A text of which a part cannot be read is not compared with others.
  const isWhole = contentFields.every((name) => given[name] === undefined || name in fields) && 'body' in fields;
  const input = {
    ...fields,
    platformId: account.id,
    body: fields.body ?? '',
    allowDuplicate: fields.allowDuplicate || !isWhole,
  };
  const { problems } = await retryOnSlotConflict(() =>
    checkNewPost({ account, input, asker: nobody, readTextGuard: 'always' }),
  );
  return listProblems(problems);
}
