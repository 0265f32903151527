import * as z from 'zod';
import { type DistributionContent, distributionContentSchema } from '../../platforms/contract/content.ts';
import { contentNotes } from '../../platforms/contract/content-notes.ts';
import { platformMetricsSchema } from '../../platforms/contract/metrics.ts';
import { type PreparationNote, preparationNoteSchema } from '../../platforms/contract/preparation-note.ts';
import { adapterFor } from '../../platforms/registry.ts';
import { zoneChange, zoneChangeSchema } from '../planning/zone-change.ts';
import { type Attempt, attemptSchema, type Distribution, distributionSchema } from './distribution.ts';

/** The latest figures of a post, with its engagement rate and its click-through rate in per cent. */
export const metricSummarySchema = platformMetricsSchema.extend({
  recordedAt: z.iso.datetime(),
  hoursSincePublish: z.number().int(),
  engagementRate: z.number().nullable(),
  clickThroughRate: z.number().nullable(),
});
export type MetricSummary = z.infer<typeof metricSummarySchema>;

export const snapshotSchema = metricSummarySchema
  .omit({ engagementRate: true, clickThroughRate: true })
  .strip()
  .meta({ id: 'MetricSnapshot' });
export type Snapshot = z.infer<typeof snapshotSchema>;

const shown = distributionSchema.omit({
  tenantId: true,
  revision: true,
  contentHash: true,
  textHeldAt: true,
  wakeAt: true,
  leaseUntil: true,
  attempts: true,
  preparedText: true,
  lookCount: true,
  ledgerAt: true,
  checkAfter: true,
  zoneNoted: true,
  correlationId: true,
});

/** A distribution in a list: its state, without the whole text. */
export const distributionListItemSchema = shown
  .extend({
    attemptCount: z.number().int(),
    errorMessage: z.string().optional(),
    /** Where the zone's rules of today give its local time another moment. */
    zoneChange: zoneChangeSchema.optional(),
  })
  .meta({ id: 'DistributionListItem' });

/** A distribution as the API shows it. */
export const distributionViewSchema = distributionListItemSchema
  .extend({
    ...distributionContentSchema.shape,
    attempts: z.array(attemptSchema.omit({ prepared: true, site: true })),
    /** When everything that the visible call needs was at the platform. */
    preparedAt: z.iso.datetime().optional(),
    metrics: metricSummarySchema.nullable(),
    /** What of this text is changed or left out: when it was made, as the platform shows it, and while it was prepared. */
    notes: z.array(preparationNoteSchema),
  })
  .meta({ id: 'Distribution' });
export type DistributionView = z.infer<typeof distributionViewSchema>;
export type DistributionListItem = z.infer<typeof distributionListItemSchema>;

export function viewListItem(state: Distribution): DistributionListItem {
  return {
    ...shown.parse(state),
    attemptCount: state.attempts,
    errorMessage: state.error?.message,
    zoneChange: zoneChange(state),
  };
}

export function viewDistribution(
  state: Distribution,
  { notes: made = [], ...content }: DistributionContent & { notes?: PreparationNote[] },
  attempts: Attempt[] = [],
  metrics: MetricSummary | null = null,
  { preparedAt, preparedNotes = [] }: { preparedAt?: string | undefined; preparedNotes?: PreparationNote[] } = {},
): DistributionView {
  const log = attempts.map(({ prepared, site, ...attempt }) => attempt);
  const notes = [...made, ...contentNotes(content, adapterFor(state.platformKind).rules), ...preparedNotes];
  return { ...viewListItem(state), ...content, attempts: log, preparedAt, metrics, notes };
}
