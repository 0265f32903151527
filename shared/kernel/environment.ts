type DeadLetterQueue =
  | 'PUBLISH'
  | 'CHECK'
  | 'METRICS'
  | 'SCHEDULER'
  | 'WAKE'
  | 'RELAY'
  | 'SYNC_SCHEDULES'
  | 'SWEEP'
  | 'PLAN'
  | 'IMPORT'
  | 'FEED'
  | 'FEED_PLAN'
  | 'SERIES';

/** Names that the template gives a function. A missing one is a mistake in the template: the function fails at once. */
export type EnvironmentName =
  | 'TABLE_NAME'
  | 'EVENT_BUS_NAME'
  | 'PUBLISH_QUEUE_URL'
  | 'CHECK_QUEUE_URL'
  | 'METRICS_QUEUE_URL'
  | 'IMPORT_QUEUE_URL'
  | 'FEED_QUEUE_URL'
  | `${DeadLetterQueue}_DEAD_LETTERS_URL`
  | 'SCHEDULE_GROUP_NAME'
  | 'SCHEDULER_ROLE_ARN'
  | 'SCHEDULER_DLQ_ARN'
  | 'WAKE_FUNCTION_ARN'
  | 'MEDIA_BUCKET_NAME'
  | 'SECRET_PREFIX'
  | 'CREDENTIALS_KEY_ARN'
  | 'CREDENTIAL_STORE'
  | 'API_URL'
  | 'ALLOW_LOOPBACK_ADDRESSES'
  | 'HERALD_STAGE'
  | 'HERALD_VERSION';

export function environment(name: EnvironmentName): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`The environment variable ${name} is not set: the template gives this function no ${name}.`);
}
