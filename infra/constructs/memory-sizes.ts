/** A seventh, two sevenths and four sevenths of a core: Lambda gives one for 1,769 MiB. */
const [SMALL, MIDDLE, LARGE] = [256, 512, 1024];

/**
 * MiB of every function by its file, chosen by what `npm run bench -- --only functions,bundles` shows. Work that is all
 * processor costs the same at any size and is done sooner at a larger one; work that waits costs by the size.
 */
const sizes: Record<string, number> = {
  // Some milliseconds of a core for each event, in batches or for nobody who waits.
  'functions/api/authorizer.ts': SMALL,
  'functions/streams/relay-events.ts': SMALL,
  'functions/streams/sync-schedules.ts': SMALL,
  'functions/queues/check-attempts.ts': SMALL,
  'functions/cron/sweep.ts': SMALL,
  'functions/cron/plan-feeds.ts': SMALL,
  'functions/cron/plan-metrics.ts': SMALL,
  // One or two reads or writes of small items.
  'functions/api/api-keys.ts': SMALL,
  'functions/api/feeds.ts': SMALL,
  'functions/api/health.ts': SMALL,
  'functions/api/settings.ts': SMALL,
  'functions/sandbox/sandbox.ts': SMALL,
  // Says that there is nothing, and loads nothing for it.
  'functions/api/unknown-path.ts': 128,
  // Mostly waits, for a site or for its second; but what it has to do at that second it must do at once, and a picture of
  // 32 MB has to fit. At half the size the seven milliseconds of a post would be fifty.
  'functions/queues/publish.ts': MIDDLE,
  'functions/schedule/wake.ts': MIDDLE,
  'functions/queues/sync-metrics.ts': MIDDLE,
  // Somebody waits for the answer, and half of it is processor.
  'functions/api/calendar.ts': MIDDLE,
  'functions/api/contents.ts': MIDDLE,
  'functions/api/dead-letters.ts': MIDDLE,
  'functions/api/distributions.ts': MIDDLE,
  'functions/api/docs.ts': MIDDLE,
  'functions/api/events.ts': MIDDLE,
  'functions/api/exports.ts': MIDDLE,
  'functions/api/platforms.ts': MIDDLE,
  'functions/api/series.ts': MIDDLE,
  // Rules of recurrence and feeds of 5 MB take as much for minutes.
  'functions/cron/repeat-series.ts': MIDDLE,
  'functions/queues/poll-feed.ts': MIDDLE,
  // Thousands of rows, or a text for each of ten platforms, within one invocation.
  'functions/api/cross-posts.ts': LARGE,
  'functions/api/imports.ts': LARGE,
  'functions/queues/import-rows.ts': LARGE,
};

/** @param entry the file of a function, from the project's root */
export function memoryOf(entry: string): number {
  const size = sizes[entry];
  if (size === undefined) throw new Error(`${entry} has no memory: say how much in infra/constructs/memory-sizes.ts.`);
  return size;
}
