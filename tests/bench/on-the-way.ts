/** On a post's way; what runs by the clock whether there is a post or not is left out. */
export const ON_THE_WAY = {
  Distributions: 'schedule',
  SyncSchedules: 'sync',
  Wake: 'wake and prepare',
  Publish: 'publish',
  CheckAttempts: 'check',
  RelayEvents: 'relay',
};
