import * as z from 'zod';
import type { PlatformAdapter } from '../contract/adapter.ts';
import { threadPreview } from '../contract/thread.ts';
import { readAnswer } from '../http/read-answer.ts';
import { visibleCallSignal } from '../http/timeouts.ts';
import { call } from './client.ts';
import { network } from './network.ts';
import { partsOf, post, postFields, problemsOf, reference, replyFields, SANDBOX, toResult } from './post.ts';
import { rules } from './rules.ts';
import { threadSchemas, threadSpecific } from './schemas.ts';

/**
 * The small social network inside the stack: it shows what publishing does without an account anywhere. Posts carry our
 * reference, and the same reference again answers with the first post.
 */
export const sandbox: PlatformAdapter = {
  ...network,
  rules,
  schemas: threadSchemas,
  parts: partsOf,
  validate: (content) => problemsOf(content, rules, threadSpecific),
  preview: (content) => threadPreview(content, partsOf(content), postFields),

  async publish(context, content) {
    const json = { ...postFields(content), ...replyFields(context), reference: reference(context) };
    const signal = visibleCallSignal(context.signal);
    const body = await call(context, 'posts', { method: 'POST', json, visible: true, signal });
    return toResult(readAnswer(post, body, { ...SANDBOX, visible: true }));
  },

  async find(context) {
    const body = await call(context, `posts?reference=${encodeURIComponent(reference(context))}`);
    const [found] = readAnswer(z.object({ items: z.array(post) }), body, SANDBOX).items;
    return found === undefined ? 'absent' : toResult(found);
  },
};
