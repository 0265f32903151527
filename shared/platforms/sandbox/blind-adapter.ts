import type { PlatformAdapter } from '../contract/adapter.ts';
import { threadPreview } from '../contract/thread.ts';
import { readAnswer } from '../http/read-answer.ts';
import { visibleCallSignal } from '../http/timeouts.ts';
import { call } from './client.ts';
import { network } from './network.ts';
import { partsOf, post, postFields, problemsOf, replyFields, SANDBOX, toResult } from './post.ts';
import { blindRules as rules } from './rules.ts';
import { threadSchemas, threadSpecific } from './schemas.ts';

/**
 * The sandbox network as a platform that knows no mark of ours: each call makes a post, and after a lost answer only a
 * person can tell whether it did.
 */
export const sandboxBlind: PlatformAdapter = {
  ...network,
  rules,
  schemas: threadSchemas,
  parts: partsOf,
  validate: (content) => problemsOf(content, rules, threadSpecific),
  preview: (content) => threadPreview(content, partsOf(content), postFields),

  async publish(context, content) {
    const json = { ...postFields(content), ...replyFields(context) };
    const signal = visibleCallSignal(context.signal);
    const body = await call(context, 'posts', { method: 'POST', json, visible: true, signal });
    return toResult(readAnswer(post, body, { ...SANDBOX, visible: true }));
  },
};
