import * as z from 'zod';
import { calendarNoticeSchema, calendarSlotSchema } from './calendar-slot.ts';
import { newSlotSchema, slotRuleSchema } from './slot.ts';

/** A bulk fits into one transaction with its events. */
const MAX_SLOTS_PER_REQUEST = 50;

export const newSlotsSchema = z.strictObject({ slots: z.array(newSlotSchema).min(1).max(MAX_SLOTS_PER_REQUEST) });

const { platformId, recurrence, ...fields } = newSlotSchema.shape;
const place = { date: fields.date.optional(), time: fields.time.optional(), timezone: fields.timezone.optional() };

/** What `PATCH` of one slot takes; a place moves it. */
export const slotPatchSchema = z.strictObject({ ...place, slotType: fields.slotType, locked: fields.locked });
export type SlotPatch = z.infer<typeof slotPatchSchema>;

/** What `PATCH` of a whole recurring slot takes. */
export const slotRulePatchSchema = slotPatchSchema.extend({ recurrence });
export type SlotRulePatch = z.infer<typeof slotRulePatchSchema>;

export const slotRuleViewSchema = slotRuleSchema.omit({ tenantId: true, revision: true }).meta({ id: 'SlotRule' });
export type SlotRuleView = z.infer<typeof slotRuleViewSchema>;

/** What was created: single slots, recurring ones, and what the clocks do to their times. */
export const createdSlotsSchema = z.object({
  slots: z.array(calendarSlotSchema),
  rules: z.array(slotRuleViewSchema),
  notices: z.array(calendarNoticeSchema),
});
export type CreatedSlots = z.infer<typeof createdSlotsSchema>;

/** Where a slot is: `key` is that of the calendar, or its moment as `2026-07-01T07:30Z`. */
export interface SlotAddress {
  platformId: string;
  key: string;
}

/** What becomes of the post in a slot that is moved or deleted. */
export const slotPostSchema = z.enum(['keep', 'cancel']);
export type SlotPost = z.infer<typeof slotPostSchema>;
