import * as z from 'zod';
import type { ContentProblem } from '../../kernel/problem.ts';
import type { PlatformAdapter, PublishResult } from '../contract/adapter.ts';
import type { DistributionContent } from '../contract/content.ts';
import { checkContent } from '../contract/content-checks.ts';
import { PlatformError } from '../contract/platform-failure.ts';
import { cashtagCount } from '../contract/text-count.ts';
import { followingField, replyOf, threadOf, threadPreview, threadProblems } from '../contract/thread.ts';
import { isGone } from '../http/is-gone.ts';
import { limitOf } from '../http/limit-headers.ts';
import { readAnswer } from '../http/read-answer.ts';
import { visibleCallSignal } from '../http/timeouts.ts';
import { verify } from './account.ts';
import { xClient } from './client.ts';
import { xError } from './errors.ts';
import { find, toResult } from './find.ts';
import { prepare } from './media.ts';
import { getMetrics } from './metrics.ts';
import { externalIdOf } from './post-address.ts';
import { partsOf, postBody, postText } from './post-body.ts';
import { readPrepared } from './prepared.ts';
import { limitHeaders, rules } from './rules.ts';
import { platformSpecific, schemas } from './schemas.ts';
import { session } from './session.ts';

const created = z.object({ data: z.object({ id: z.string() }) });

/** X by its API v2. It has no key against repetition: a lost answer is looked up in the account's timeline. */
export const x: PlatformAdapter = {
  rules,
  schemas,
  verify,
  prepare,
  find,
  getMetrics,
  session,

  externalIdOf,
  parts: partsOf,
  validate: (content) => problemsOf(content),

  preview: (content) =>
    threadPreview(content, partsOf(content), (part) => {
      const mediaUrls = part.mediaUrls ?? [];
      return { ...postBody(part), ...(mediaUrls.length > 0 && { mediaUrls }) };
    }),

  async publish(context, content, prepared) {
    const replyTo = replyOf(context)?.parent.externalId;
    const mediaIds = replyTo === undefined ? readPrepared(prepared).media.map(({ id }) => id) : [];
    try {
      const client = await xClient(context, visibleCallSignal(context.signal));
      const answer = await client.v2.post<unknown>('tweets', postBody(content, { mediaIds, replyTo }), {
        forceBodyMode: 'json',
        fullResponse: true,
      });
      const { data } = readAnswer(created, answer.data, { platform: 'X', visible: true });
      const limit = limitOf(answer.headers, limitHeaders);
      return { ...toResult(data.id), ...(limit !== undefined && { limit }) };
    } catch (error) {
      const failed = xError(error, context.credentials, true);
      if (failed.failure.class !== 'DUPLICATE') throw failed;
      throw await withExisting(failed, () => find(context, content, prepared));
    }
  },

  async delete(context, externalId) {
    try {
      const client = await xClient(context);
      await client.v2.delete(`tweets/${externalId}`);
    } catch (error) {
      const failed = xError(error, context.credentials);
      if (!isGone(failed)) throw failed;
    }
  },
};

/** "Duplicate" may mean that our own earlier attempt landed: then the error says which post it is. */
async function withExisting(
  failed: PlatformError,
  look: () => Promise<PublishResult | string>,
): Promise<PlatformError> {
  const found = await look().catch(() => 'undetermined');
  if (typeof found === 'string') return failed;
  return new PlatformError({ class: 'DUPLICATE', existingId: found.externalId }, failed.message, {
    remedy: failed.remedy,
    platformCode: failed.platformCode,
    httpStatus: failed.httpStatus,
  });
}

function problemsOf(content: DistributionContent): ContentProblem[] {
  const check = (one: DistributionContent) => [
    ...checkContent(one, rules, platformSpecific, postText(one)),
    ...checkCashtags(one),
  ];
  return [...check(content), ...threadProblems(content, rules, check), ...checkTwins(content)];
}

/** X takes no text twice from one account: the second would be refused in the middle of the thread. */
function checkTwins(content: DistributionContent): ContentProblem[] {
  const texts = [postText(content), ...threadOf(content)].map((text) => text.trim());
  return texts.flatMap((text, index) => {
    if (text === '' || texts.indexOf(text) === index) return [];
    const message = 'This text stands in the thread already; X takes no text twice.';
    const field = followingField(content, index - 1);
    return [{ field, code: 'repeated_part', message, remedy: 'Change the text.' }];
  });
}

function checkCashtags(content: DistributionContent): ContentProblem[] {
  const { cashtagsMax } = rules.text;
  const actual = cashtagCount(postText(content));
  if (actual <= cashtagsMax) return [];
  const message = `The text has ${actual} cashtags; X takes at most ${cashtagsMax}.`;
  const remedy = `Remove ${actual - cashtagsMax} of them.`;
  return [{ field: '/body', code: 'too_many_cashtags', message, remedy, limit: cashtagsMax, actual }];
}
