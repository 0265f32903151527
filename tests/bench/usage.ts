import { subscribe, unsubscribe } from 'node:diagnostics_channel';

interface Capacity {
  CapacityUnits?: number;
}

interface AwsCall {
  caller: 'admin' | { roleArn: string };
  service: string;
  operation: string;
  answer: { ConsumedCapacity?: Capacity | Capacity[]; Messages?: unknown[]; Entries?: unknown[] };
}

interface Invocation {
  functionName: string;
  memorySize: number;
  milliseconds: number;
  cpuMilliseconds: number;
}

/** What one function used. */
export interface Usage {
  /** To DynamoDB. */
  roundTrips: number;
  readUnits: number;
  writeUnits: number;
  /** Calls to other services, e.g. `sqs.SendMessageBatch`. */
  others: Map<string, number>;
  busEvents: number;
  invocations: number;
  milliseconds: number;
  /** Of the function's own thread. */
  cpuMilliseconds: number;
  gigabyteSeconds: number;
  /** What the function wrote to its log; for the caller to fill in. */
  logBytes: number;
}

const READS = new Set(['GetItem', 'BatchGetItem', 'Query']);
const CALLS = 'herald:aws-call';
const INVOCATIONS = 'herald:invocation';

/** Counts what every function uses while `work` runs, by the function's name. */
export async function measureUsage(work: () => Promise<void>): Promise<Map<string, Usage>> {
  const used = new Map<string, Usage>();
  const of = (name: string) => {
    const usage = used.get(name) ?? nothing();
    used.set(name, usage);
    return usage;
  };
  const onCall = (message: unknown) => {
    const call = message as AwsCall;
    if (call.caller !== 'admin') countCall(of(nameOf(call.caller.roleArn)), call);
  };
  const onInvocation = (message: unknown) => {
    const { functionName, memorySize, milliseconds, cpuMilliseconds } = message as Invocation;
    const usage = of(functionName);
    usage.invocations += 1;
    usage.milliseconds += milliseconds;
    usage.cpuMilliseconds += cpuMilliseconds;
    // Lambda rounds up to the millisecond.
    usage.gigabyteSeconds += (memorySize / 1024) * (Math.ceil(milliseconds) / 1000);
  };
  subscribe(CALLS, onCall);
  subscribe(INVOCATIONS, onInvocation);
  try {
    await work();
  } finally {
    unsubscribe(CALLS, onCall);
    unsubscribe(INVOCATIONS, onInvocation);
  }
  return used;
}

const nothing = (): Usage => ({
  roundTrips: 0,
  readUnits: 0,
  writeUnits: 0,
  others: new Map(),
  busEvents: 0,
  invocations: 0,
  milliseconds: 0,
  cpuMilliseconds: 0,
  gigabyteSeconds: 0,
  logBytes: 0,
});

function countCall(usage: Usage, { service, operation, answer }: AwsCall): void {
  if (service === 'dynamodb') {
    const units = [answer.ConsumedCapacity ?? []].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
    usage.roundTrips += 1;
    if (READS.has(operation)) usage.readUnits += units;
    else usage.writeUnits += units;
    return;
  }
  // AWS polls an empty queue three times a minute whatever happens: that belongs to the month, not to a post.
  if (operation === 'ReceiveMessage' && !answer.Messages?.length) return;
  const call = `${service}.${operation}`;
  usage.others.set(call, (usage.others.get(call) ?? 0) + 1);
  if (operation === 'PutEvents') usage.busEvents += answer.Entries?.length ?? 0;
}

/** `.../herald-local-Api-DistributionsRole1A2B3C4D` is the function Distributions. */
function nameOf(roleArn: string): string {
  const name = roleArn
    .split('/')
    .at(-1)!
    .replace(/(Service)?Role.*$/, '');
  return name.split('-').at(-1)!;
}
