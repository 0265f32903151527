import { dollars, type Priced, prices, type Quantities } from './prices.ts';
import { table } from './statistics.ts';
import type { Usage } from './usage.ts';

/** Lambda itself writes a start and a report line for each invocation; their size is an estimate. */
const LAMBDA_LINES_BYTES = 500;

/** What AWS counts of it, multiplied by `times`. */
export function quantities(used: Iterable<Usage>, times: number): Quantities {
  const all = [...used];
  const sum = (pick: (usage: Usage) => number) => all.reduce((total, usage) => total + pick(usage), 0) * times;
  const calls = (service: string) => sum(({ others }) => callsTo(service, others));
  return {
    writeUnits: sum(({ writeUnits }) => writeUnits),
    readUnits: sum(({ readUnits }) => readUnits),
    lambdaRequests: sum(({ invocations }) => invocations),
    lambdaSeconds: sum(({ gigabyteSeconds }) => gigabyteSeconds),
    sqsRequests: calls('sqs.'),
    busEvents: sum(({ busEvents }) => busEvents),
    keyCalls: calls('kms.'),
    secretReads: calls('secretsmanager.'),
    logGigabytes: sum(({ logBytes, invocations }) => logBytes + invocations * LAMBDA_LINES_BYTES) / 1e9,
  };
}

function callsTo(service: string, calls: Map<string, number>): number {
  return [...calls].reduce((sum, [call, count]) => sum + (call.startsWith(service) ? count : 0), 0);
}

export interface Bill {
  text: string;
  /** In US dollars. */
  total: number;
}

/** Largest first, with the sum at the end. */
export function bill(title: string, used: Quantities): Bill {
  const lines = (Object.entries(used) as [Priced, number][])
    .map(([what, quantity]) => ({ ...prices[what], quantity, cost: dollars(what, quantity) }))
    .filter(({ quantity }) => quantity > 0)
    .sort((a, b) => b.cost - a.cost);
  const total = lines.reduce((sum, { cost }) => sum + cost, 0);
  const rows = lines.map(({ unit, quantity, dollars: price, per, cost }) => [
    unit,
    quantity.toLocaleString('en', quantity < 10 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 0 }),
    per === 1 ? String(price) : `${price} / ${per.toLocaleString('en')}`,
    cost.toFixed(4),
  ]);
  const text = table(title, ['', 'used', 'price $', '$'], [...rows, ['sum', '', '', total.toFixed(4)]]);
  return { text, total };
}
