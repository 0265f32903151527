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
  /** How many requests the gateway lets through at once; it answers 429 to more. */
  requests: number;
  /** Executions that nobody else can use up, and no more than these; undefined: none are set apart. */
  reserved: { publish: number; wake: number; authorizer: number } | undefined;
}

/** What an account has in each region, unless AWS gives less to a new one. */
export const USUAL_ACCOUNT = 1_000;

/**
 * Executions set apart are a limit too. Publish and Wake: their queue, and Scheduler, come again with what is over it. The
 * gateway does not ask the authorizer again, so the caller gets a 500: it may have as many as there are requests at once.
 */
const PUBLISH = 50;
const WAKE = 100;
const FEWEST_AUTHORIZERS = 50;
const MOST_AUTHORIZERS = 400;
/** For the API's functions, streams, queues and other stacks; AWS itself keeps the last 100 unreserved. */
export const LEFT_FOR_OTHERS = 200;
/** Of that, for all but the API's functions: each request that passes the authorizer needs one of those, too. */
export const LEFT_BESIDE_API = 50;

const usual = { publish: PUBLISH, checks: 5, imports: 5, feeds: 10, metrics: 10 };
const FEWEST = 2;
const SMALL_BURST = 1_000;
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
  const left = available - PUBLISH - WAKE;
  const authorizers = Math.min(MOST_AUTHORIZERS, left - LEFT_FOR_OTHERS, Math.floor((left - LEFT_BESIDE_API) / 2));
  if (authorizers >= FEWEST_AUTHORIZERS) {
    const reserved = { publish: PUBLISH, wake: WAKE, authorizer: authorizers };
    return { ...usual, wakeUps: USUAL_WAKE_UPS, requests: authorizers, reserved };
  }
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
    requests: SMALL_BURST,
    reserved: undefined,
  };
}
