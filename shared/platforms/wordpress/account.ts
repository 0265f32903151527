import * as z from 'zod';
import type { AccountInfo, PlatformContext } from '../contract/adapter.ts';
import { PlatformError } from '../contract/platform-failure.ts';
import { nameField, numberIdField } from '../http/answer-fields.ts';
import { readAnswer } from '../http/read-answer.ts';
import { call, SITE } from './lib/client.ts';
import { findRoot } from './lib/find-root.ts';

const NEEDED = ['publish_posts', 'upload_files'];
const userSchema = z.object({
  id: numberIdField,
  name: nameField,
  capabilities: z.record(z.string(), z.unknown()).default({}),
});

/** Who the application password belongs to, and whether that user may do what we do. */
export async function verify(context: PlatformContext): Promise<AccountInfo> {
  const root = await findRoot(context);
  const { body } = await call(context, root, 'wp/v2/users/me', { query: { context: 'edit' } });
  const user = readAnswer(userSchema, body, SITE);
  const missing = NEEDED.filter((capability) => user.capabilities[capability] !== true);
  if (missing.length > 0) {
    throw new PlatformError({ class: 'PERMISSION' }, `The WordPress user lacks ${missing.join(' and ')}.`, {
      remedy: 'Give the user the role of author or higher.',
    });
  }
  return { accountId: String(user.id), accountName: user.name, followersCount: null };
}
