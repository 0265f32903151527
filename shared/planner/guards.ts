import { defineConflictGuard, defineNewIdGuard } from '../kernel/table/guard.ts';

export const plannerGuards = {
  newCalendarLink: defineNewIdGuard('newCalendarLink'),
  calendarLink: defineConflictGuard('calendarLink', 'It was changed or deleted at the same moment.'),
};
