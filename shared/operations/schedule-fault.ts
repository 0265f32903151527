/** What can be wrong with what Herald has to do next. */
export type ScheduleFault =
  | 'NO_WAKE_UP'
  | 'LEASE_RAN_OUT'
  | 'NOT_PUBLISHED'
  | 'LOOK_OVERDUE'
  | 'WRONG_SCHEDULE'
  | 'SCHEDULE_WITHOUT_POST';
