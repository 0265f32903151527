import { replaceDate } from '../../infra/local/clock/replace-date.ts';

// Loaded before the code of a process whose machine has the time that the cloud had when the test began.
const offset = new SharedArrayBuffer(8);
new BigInt64Array(offset)[0] = BigInt(process.env.HERALD_CLOCK_OFFSET ?? 0);
replaceDate(offset);
