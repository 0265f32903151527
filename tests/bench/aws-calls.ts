import { subscribe, unsubscribe } from 'node:diagnostics_channel';

interface Capacity {
  CapacityUnits?: number;
}

interface AwsCall {
  caller: 'admin' | { roleArn: string };
  service: string;
  operation: string;
  answer: { ConsumedCapacity?: Capacity | Capacity[] };
}

export interface Usage {
  roundTrips: number;
  readUnits: number;
  writeUnits: number;
  /** Calls to other services, e.g. `sqs.SendMessageBatch`. */
  others: Map<string, number>;
}

const READS = new Set(['GetItem', 'BatchGetItem', 'Query', 'TransactGetItems']);

/** Counts the AWS calls of every function while `work` runs, by the function's role. */
export async function measureCalls(work: () => Promise<void>): Promise<Map<string, Usage>> {
  const usage = new Map<string, Usage>();
  const listener = (message: unknown) => {
    const { caller, service, operation, answer } = message as AwsCall;
    if (caller === 'admin') return;
    const name = nameOf(caller.roleArn);
    const entry = usage.get(name) ?? { roundTrips: 0, readUnits: 0, writeUnits: 0, others: new Map() };
    usage.set(name, entry);
    if (service !== 'dynamodb') {
      const call = `${service}.${operation}`;
      entry.others.set(call, (entry.others.get(call) ?? 0) + 1);
      return;
    }
    const units = [answer.ConsumedCapacity ?? []].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
    entry.roundTrips += 1;
    if (READS.has(operation)) entry.readUnits += units;
    else entry.writeUnits += units;
  };
  subscribe('herald:aws-call', listener);
  try {
    await work();
  } finally {
    unsubscribe('herald:aws-call', listener);
  }
  return usage;
}

/** `.../herald-local-Api-DistributionsRole1A2B3C4D` is the function Distributions. */
function nameOf(roleArn: string): string {
  const name = roleArn
    .split('/')
    .at(-1)!
    .replace(/(Service)?Role.*$/, '');
  return name.split('-').at(-1)!;
}
