/** X's ids carry their time: milliseconds since this moment, above the lowest 22 bits. */
const SNOWFLAKE_EPOCH_MS = 1_288_834_974_657;

/** When X made the post, in milliseconds since the epoch; 0 for what is no id of X. */
export function idTime(id: string): number {
  return /^\d+$/.test(id) ? Number(BigInt(id) >> 22n) + SNOWFLAKE_EPOCH_MS : 0;
}
