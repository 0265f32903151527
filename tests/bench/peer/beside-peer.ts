import { preparePeer } from './prepare.ts';

/** Set for the parts of one run, so that they look and say what is missing once. */
const STATE = 'HERALD_BENCH_PEER';
const READY = 'ready';

/** Says in one sentence what is missing, if anything is. */
export function lookForPeer(): void {
  if (process.env[STATE] !== undefined) return;
  const missing = preparePeer();
  if (missing !== undefined) process.stderr.write(`${missing}\n`);
  process.env[STATE] = missing ?? READY;
}

/** @returns nothing where the peer cannot run or fails: Herald's figures stand without it */
export async function besidePeer<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  lookForPeer();
  if (process.env[STATE] !== READY) return undefined;
  try {
    return await work();
  } catch (error) {
    process.stderr.write(`The peer is left out here: ${(error as Error).message}\n`);
    return undefined;
  }
}
