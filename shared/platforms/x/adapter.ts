import twitterText from 'twitter-text';
import * as z from 'zod';
import { type ContentProblem, type DistributionContent, validationResult } from '../../domain/content.ts';
import { PlatformError } from '../../domain/platform-failure.ts';
import type { PlatformAdapter, PublishResult } from '../adapter.ts';
import { checkContent } from '../content-checks.ts';
import { isGone } from '../is-gone.ts';
import { readAnswer } from '../read-answer.ts';
import { visibleCallSignal } from '../timeouts.ts';
import { verify } from './account.ts';
import { xClient } from './client.ts';
import { xError } from './errors.ts';
import { find, toResult } from './find.ts';
import { readHandles } from './handles.ts';
import { prepare } from './media.ts';
import { getMetrics } from './metrics.ts';
import { postBody, postText } from './post-body.ts';
import { cashtagsMax, rules } from './rules.ts';
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

  validate: (content) =>
    validationResult([...checkContent(content, rules, platformSpecific, postText(content)), ...checkCashtags(content)]),

  preview(content) {
    const mediaUrls = content.mediaUrls ?? [];
    return { ...postBody(content, []), ...(mediaUrls.length > 0 && { mediaUrls }) };
  },

  async publish(context, content, handles) {
    const mediaIds = readHandles(handles).media.map(({ id }) => id);
    try {
      const client = await xClient(context, visibleCallSignal(context.signal));
      const body: unknown = await client.v2.post('tweets', postBody(content, mediaIds), { forceBodyMode: 'json' });
      return toResult(readAnswer(created, body, { platform: 'X', visible: true }).data.id);
    } catch (error) {
      const failed = xError(error, context.credentials, true);
      if (failed.failure.class !== 'DUPLICATE') throw failed;
      throw await withExisting(failed, () => find(context, content, handles));
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

function checkCashtags(content: DistributionContent): ContentProblem[] {
  const actual = twitterText.extractCashtags(postText(content)).length;
  if (actual <= cashtagsMax) return [];
  const message = `The text has ${actual} cashtags; X takes at most ${cashtagsMax}.`;
  const remedy = `Remove ${actual - cashtagsMax} of them.`;
  return [{ field: '/body', code: 'too_many_cashtags', message, remedy, limit: cashtagsMax, actual }];
}
