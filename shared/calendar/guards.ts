import { defineConflictGuard, defineGuard, defineNewIdGuard } from '../kernel/table/guard.ts';

export const calendarGuards = {
  /** A slot or a free minute as the request has read it. When it refuses, the use case looks at the calendar again. */
  slot: defineGuard('slot'),
  newSlotRule: defineNewIdGuard('newSlotRule'),
  slotRule: defineConflictGuard('slotRule', 'It was changed or deleted at the same moment.'),
};
