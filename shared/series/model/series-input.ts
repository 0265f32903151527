import * as z from 'zod';
import { repeatSchema } from '../../calendar/rules/repeat-series.ts';
import { nameSchema } from '../../kernel/one-line.ts';
import { localDateSchema, localTimeSchema, timeZoneSchema } from '../../kernel/time/local-time.ts';
import { newDistributionSchema } from '../../posts/model/distribution-input.ts';
import { sharedLabelInput } from '../../posts/model/labels.ts';

const post = newDistributionSchema.shape;

const when = {
  /** The first day of the rule. */
  date: localDateSchema,
  /** On the clock of `timezone`, whatever that clock does. */
  time: localTimeSchema,
  timezone: timeZoneSchema,
};

/** What every post of the series is given beside its text. */
const given = {
  ...sharedLabelInput,
  onConflict: post.onConflict.meta({
    description:
      'Where the slot of an occurrence is taken or locked, it is left out, unless this says next_free or override.',
  }),
  latePolicy: post.latePolicy,
  lateAfterMinutes: post.lateAfterMinutes,
};

/** What `POST /series` takes: a text, or an existing post to repeat. */
export const newSeriesSchema = z.strictObject({
  name: nameSchema.optional(),
  distributionId: z.uuid().toLowerCase().optional().meta({
    description: 'Repeat this post: platform, text, date, time and zone are taken from it where they are not said.',
  }),
  platformId: post.platformId.optional(),
  title: post.title,
  body: post.body.optional(),
  mediaUrls: post.mediaUrls,
  linkUrl: post.linkUrl,
  platformSpecific: post.platformSpecific,
  date: when.date.optional(),
  time: when.time.optional(),
  timezone: when.timezone.optional(),
  repeat: repeatSchema,
  ...given,
});
export type NewSeries = z.infer<typeof newSeriesSchema>;

/** What `PATCH /series/{id}` takes: null takes a value away, absence keeps it. What has gone out stays as it is. */
export const seriesPatchSchema = z.strictObject({
  name: nameSchema.nullable().optional(),
  title: post.title.unwrap().nullable().optional(),
  body: post.body.optional(),
  mediaUrls: post.mediaUrls.unwrap().nullable().optional(),
  linkUrl: post.linkUrl.unwrap().nullable().optional(),
  platformSpecific: post.platformSpecific.unwrap().nullable().optional(),
  date: when.date.optional(),
  time: when.time.optional(),
  timezone: when.timezone.optional(),
  /** Whole: what it does not say is gone. */
  repeat: repeatSchema.optional(),
  ...given,
  onConflict: given.onConflict.unwrap().nullable().optional(),
});
export type SeriesPatch = z.infer<typeof seriesPatchSchema>;
