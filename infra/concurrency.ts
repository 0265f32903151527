/** How much of the account's Lambda concurrency each part of Herald may use. */
export interface Concurrency {
  /** How many batches of each queue are worked on at once. Lambda takes no less than 2. */
  publish: number;
  checks: number;
  imports: number;
  feeds: number;
  metrics: number;
  /** How many runs put wake-ups at once for each shard of the table's stream. */
  wakeUps: number;
  /** Executions that nobody else can use up, and no more than these; undefined: none are set apart. */
  reserved: { publish: number; wake: number; authorizer: number } | undefined;
}

/** What an account has in each region, unless AWS gives less to a new one. */
export const USUAL_ACCOUNT = 1_000;

/** What a reservation takes from the account; AWS itself keeps the last 100 unreserved. */
const reserved = { publish: 50, wake: 100, authorizer: 50 };
export const RESERVED_IN_ALL = reserved.publish + reserved.wake + reserved.authorizer;
const LEFT_FOR_OTHERS = 200;

const usual = { publish: reserved.publish, checks: 5, imports: 5, feeds: 10, metrics: 10 };
const FEWEST = 2;
/** The most that Lambda allows. */
const USUAL_WAKE_UPS = 10;

/**
 * What fits into an account. With room, the functions on the way of a post have executions of their own, so that neither
 * the API nor another stack of the account can hold them up. In a small account a reservation is not possible or starves
 * the rest, so there is none, and the queues together leave the API at least a third, down to the 2 that Lambda asks for.
 *
 * @param available concurrent executions that Herald can have: the account's, less what others have reserved
 */
export function planConcurrency(available: number): Concurrency {
  if (available >= RESERVED_IN_ALL + LEFT_FOR_OTHERS) return { ...usual, wakeUps: USUAL_WAKE_UPS, reserved };
  const beyondFewest = Object.values(usual).reduce((sum, each) => sum + each - FEWEST, 0);
  const room = (available * 2) / 3 - Object.keys(usual).length * FEWEST;
  const share = Math.min(1, Math.max(0, room / beyondFewest));
  const less = (each: number) => FEWEST + Math.floor((each - FEWEST) * share);
  return {
    publish: less(usual.publish),
    checks: less(usual.checks),
    imports: less(usual.imports),
    feeds: less(usual.feeds),
    metrics: less(usual.metrics),
    // A table has some shards from its first day.
    wakeUps: Math.max(1, Math.min(USUAL_WAKE_UPS, Math.floor(available / 40))),
    reserved: undefined,
  };
}
