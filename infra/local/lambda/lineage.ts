import { createHash, randomBytes } from 'node:crypto';
import { MAX_RECURSIONS } from '../faults/aws-behaviour.ts';

/**
 * How often one chain of functions has invoked each of them, as Lambda carries it in the trace header:
 * `Root=1-…;Lineage=1:<function>:<times>|1:<function>:<times>`. The SDK sends the header with each call that a function
 * makes, SQS keeps it as `AWSTraceHeader` beside the message, and Lambda reads it there. DynamoDB's streams, Scheduler and
 * EventBridge's rules do not pass it on: with them a new chain begins.
 */
export interface Hop {
  /** For the function and what it sends on. */
  traceHeader: string;
  /** False for an invocation that Lambda drops. */
  isAllowed: boolean;
}

/** The next invocation of a function in the chain that the header of its event names. */
export function nextHop(functionArn: string, eventHeader: string | undefined): Hop {
  const header = eventHeader ?? '';
  const lineage = lineageIn(header);
  const name = shortName(functionArn);
  const times = (lineage.get(name) ?? 0) + 1;
  lineage.set(name, times);
  const root = /(?:^|;)Root=([^;]+)/.exec(header)?.[1] ?? newRoot();
  const text = [...lineage].map(([one, count]) => `1:${one}:${count}`).join('|');
  return { traceHeader: `Root=${root};Lineage=${text}`, isAllowed: times <= MAX_RECURSIONS };
}

const shortName = (functionArn: string) => createHash('sha256').update(functionArn).digest('hex').slice(0, 8);

/** As X-Ray spells it: version, epoch seconds, 96 random bits. */
function newRoot(): string {
  const seconds = Math.floor(Date.now() / 1000)
    .toString(16)
    .padStart(8, '0');
  return `1-${seconds}-${randomBytes(12).toString('hex')}`;
}

/** The invocations of the function that the chain has invoked most. */
export function chainLength(eventHeader: string): number {
  return Math.max(0, ...lineageIn(eventHeader).values());
}

function lineageIn(header: string): Map<string, number> {
  const text = /(?:^|;)Lineage=([^;]*)/.exec(header)?.[1] ?? '';
  const links = text.matchAll(/(?<!\d)\d+:([0-9a-f]+):(\d+)/g);
  return new Map([...links].map(([, name, times]) => [name!, Number(times)]));
}
