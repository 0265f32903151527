import { defineConflictGuard, defineNewIdGuard } from '../kernel/table/guard.ts';

export const seriesGuards = {
  newSeries: defineNewIdGuard('newSeries'),
  series: defineConflictGuard('series', 'The series was changed at the same moment.'),
};
