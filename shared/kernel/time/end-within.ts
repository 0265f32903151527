/**
 * A hard end for work that is told to stop by a signal and may not listen. The work itself goes on: its result is not
 * waited for.
 * @throws what `late` makes, once the time is over
 */
export function endWithin<Result>(work: Promise<Result>, milliseconds: number, late: () => Error): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
