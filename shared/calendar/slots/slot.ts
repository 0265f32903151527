import * as z from 'zod';
import {
  isoInstant,
  localDateSchema,
  localDateTimeSchema,
  localTimeSchema,
  timeZoneSchema,
} from '../../kernel/time/local-time.ts';
import { recurrenceSchema, recurringTimeSchema } from '../rules/recurrence.ts';

export const slotTypeSchema = z.enum(['regular', 'prime', 'test']);

const instant = z.iso.datetime();

/** What `POST` of a slot takes. With `recurrence`, `date` is the first day of the rule. */
export const newSlotSchema = z.strictObject({
  platformId: z.uuid().toLowerCase(),
  date: localDateSchema,
  time: localTimeSchema,
  timezone: timeZoneSchema,
  slotType: slotTypeSchema.optional(),
  /** Herald puts no post into a locked slot, neither by `next_slot` nor by `optimal`. */
  locked: z.boolean().optional(),
  recurrence: recurrenceSchema.optional(),
});
export type NewSlot = z.infer<typeof newSlotSchema>;

const common = {
  id: z.uuid(),
  tenantId: z.string(),
  platformId: z.uuid(),
  slotType: slotTypeSchema,
  locked: z.boolean(),
  revision: z.number().int(),
  createdAt: instant,
  updatedAt: instant,
};

/**
 * A stored slot: a single one, or an occurrence that differs from its rule (moved here, locked, with a post). `removed`
 * marks the moment from which an occurrence was moved or deleted: its rule makes none there.
 */
export const slotSchema = z.object({
  ...common,
  date: localDateSchema,
  time: localTimeSchema,
  timezone: timeZoneSchema,
  /** Stored beside the local time, so that a change of the zone's rules can be noticed. */
  instant,
  state: z.enum(['open', 'removed']),
  /** Which occurrence of which rule this is, by the local time that the rule gives it. */
  rule: z.object({ id: z.uuid(), occurrence: localDateTimeSchema }).optional(),
  distributionId: z.uuid().optional(),
});
export type Slot = z.infer<typeof slotSchema>;

/** A recurring slot. Herald computes its occurrences when a range is read. */
export const slotRuleSchema = z.object({ ...common, ...recurringTimeSchema.shape });
export type SlotRule = z.infer<typeof slotRuleSchema>;

/**
 * `date#time` of a slot's moment in UTC, e.g. `2026-07-01#07:30`: the sort key of a platform's slots. A
 * platform has at most one slot at a moment, whatever zones the slots were written in, and a range of time is a range of
 * keys.
 */
export function slotKey(at: string | number): string {
  const text = isoInstant(typeof at === 'number' ? at : Date.parse(at));
  return `${text.slice(0, 10)}#${text.slice(11, 16)}`;
}
