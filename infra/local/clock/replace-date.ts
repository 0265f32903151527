/**
 * The one file that replaces the global `Date`. Libraries (fauxqs, dynalite, the AWS SDK) and function bundles read the
 * moved time through it and need no change.
 *
 * What can break: code that kept `Date` or `Date.now` before the replacement reads real time, so a worker replaces it
 * before it imports a bundle. Node's timers, `performance.now()` and file times always are real.
 */
// Also where this file is loaded anew while another copy of it has replaced `Date`.
const RealDate = globalThis.Date.prototype.constructor as DateConstructor;

/** Real time in milliseconds since the epoch, whatever the local clock says. */
export const realNow = RealDate.now.bind(RealDate);

/**
 * Replaces `Date` in this thread by one that adds the offset.
 * @param offset of a `LocalClock`, shared between threads
 * @returns a function that brings the real `Date` back
 */
export function replaceDate(offset: SharedArrayBuffer): () => void {
  const cell = new BigInt64Array(offset);
  const now = () => realNow() + Number(Atomics.load(cell, 0));
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget === globalThis.Date ? target : newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  });
  return () => {
    globalThis.Date = RealDate;
  };
}
