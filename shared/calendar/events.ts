import * as z from 'zod';
import { defineEvents } from '../kernel/events/define-events.ts';
import { tenantPrefix } from '../kernel/table/key-parts.ts';
import { localDateSchema, localTimeSchema } from '../kernel/time/local-time.ts';
import { slotSchema, slotTypeSchema } from './slots/slot.ts';

const slotEntity = { type: 'slot', pk: (tenantId: string, id: string) => `${tenantPrefix(tenantId)}#SLOT#${id}` };

const platformId = z.uuid();
/** The time of a recurring slot. */
const ruleTime = { rrule: z.string(), date: localDateSchema, time: localTimeSchema, timezone: z.string() };
/** `true` where the event is about a whole recurring slot; else the occurrence that the slot is, if it is one. */
const rule = z.union([z.literal(true), slotSchema.shape.rule.unwrap()]).optional();
const instant = slotSchema.shape.instant;

export const slotEvents = defineEvents(slotEntity, {
  SLOT_CREATED: {
    summary: 'A caller created slots and recurring slots of one platform.',
    data: () =>
      z.strictObject({
        platformId,
        slots: z.array(z.strictObject({ id: z.uuid(), key: z.string() })),
        rules: z.array(z.strictObject({ id: z.uuid(), ...ruleTime })),
      }),
  },
  SLOT_UPDATED: {
    summary: 'A caller moved, locked or changed a slot, or a whole recurring slot.',
    data: () =>
      z.strictObject({
        platformId,
        rule,
        locked: z.boolean(),
        /** Of one slot: its moment before the change, and the one after it where the slot moved. */
        instant: instant.optional(),
        movedTo: instant.optional(),
        slotType: slotTypeSchema.optional(),
        /** Of a whole recurring slot: its time after the change. */
        ...z.object(ruleTime).partial().shape,
      }),
  },
  SLOT_DELETED: {
    summary: 'A caller deleted a slot, or a recurring slot with its occurrences; posts in them keep their times.',
    data: () =>
      z.strictObject({
        platformId,
        rule,
        /** Of one slot. `keptPost` is the post that was in it. */
        instant: instant.optional(),
        key: z.string().optional(),
        keptPost: z.uuid().optional(),
        /** Of a whole recurring slot: how many occurrences hold a post and stay as single slots. */
        keptPosts: z.int().optional(),
      }),
  },
});
