import * as z from 'zod';
import { newDistributionSchema } from '../../posts/model/distribution-input.ts';
import { labelNames } from '../../posts/model/labels.ts';

/**
 * A row is what `POST /distributions` takes, and its own `key`: two rows with one key are the same post, whatever else
 * they say. Without a key a row is known by everything in it.
 */
export const importRowSchema = newDistributionSchema.extend({ key: z.string().min(1).max(200).optional() });
export type ImportRow = z.infer<typeof importRowSchema>;

/** The columns of a CSV file, in the order of exports. */
export const importColumns = [
  'key',
  'platformId',
  'title',
  'body',
  'mediaUrls',
  'linkUrl',
  'scheduledFor',
  'timezone',
  'onConflict',
  'status',
  ...labelNames,
  'allowDuplicate',
  'latePolicy',
  'lateAfterMinutes',
  'platformSpecific',
] as const satisfies (keyof ImportRow)[];
export type ImportColumn = (typeof importColumns)[number];

/** Those of an export: how a conflict was to be settled is asked once, and not kept. */
export const exportColumns = importColumns.filter((name) => name !== 'onConflict');

/** What an export says further: known, so that its file can be imported again, and not read. */
export const resultColumns = [
  'crossPostGroupId',
  'createdAt',
  'publishedAt',
  'lateByMs',
  'deferredByMs',
  'externalId',
  'externalUrl',
  'error',
] as const;
type ResultColumn = (typeof resultColumns)[number];

export const requiredColumns: readonly ImportColumn[] = ['platformId', 'body'];

export const isImportColumn = (name: string): name is ImportColumn => importColumns.includes(name as ImportColumn);
export const isResultColumn = (name: string): name is ResultColumn => resultColumns.includes(name as ResultColumn);
