import { putItem } from '../kernel/table/put-item.ts';
import { getItem } from '../kernel/table/read.ts';
import { operationsKeys } from './keys.ts';

/** The moment (milliseconds) from which the next sweep looks; undefined before the first one. */
export async function readSweepMark(): Promise<number | undefined> {
  const item = await getItem(operationsKeys.sweepMark());
  return typeof item?.at === 'number' ? item.at : undefined;
}

export async function writeSweepMark(at: number): Promise<void> {
  await putItem({ ...operationsKeys.sweepMark(), at });
}
