/**
 * AWS's list prices for us-east-1 in US dollars, without free tiers and volume discounts, gathered in November 2026.
 * `source` is AWS's own page below https://aws.amazon.com/, which has those of today.
 */
export const prices = {
  writeUnits: {
    unit: 'DynamoDB write units, on demand',
    dollars: 0.625,
    per: 1e6,
    source: 'dynamodb/pricing/on-demand/',
  },
  readUnits: {
    unit: 'DynamoDB read units, on demand',
    dollars: 0.125,
    per: 1e6,
    source: 'dynamodb/pricing/on-demand/',
  },
  lambdaRequests: { unit: 'Lambda invocations', dollars: 0.2, per: 1e6, source: 'lambda/pricing/' },
  lambdaSeconds: { unit: 'Lambda GB-seconds, arm64', dollars: 0.0000133334, per: 1, source: 'lambda/pricing/' },
  httpRequests: { unit: 'HTTP API requests', dollars: 1, per: 1e6, source: 'api-gateway/pricing/' },
  sqsRequests: { unit: 'SQS requests, standard queue', dollars: 0.4, per: 1e6, source: 'sqs/pricing/' },
  schedulerFirings: { unit: 'Scheduler invocations', dollars: 1, per: 1e6, source: 'eventbridge/pricing/' },
  busEvents: { unit: 'EventBridge custom events', dollars: 1, per: 1e6, source: 'eventbridge/pricing/' },
  keyCalls: { unit: 'KMS calls', dollars: 0.03, per: 1e4, source: 'kms/pricing/' },
  secretReads: { unit: 'Secrets Manager calls', dollars: 0.05, per: 1e4, source: 'secrets-manager/pricing/' },
  logGigabytes: { unit: 'CloudWatch Logs, GB taken in', dollars: 0.5, per: 1, source: 'cloudwatch/pricing/' },
  alarms: { unit: 'CloudWatch alarms, a month', dollars: 0.1, per: 1, source: 'cloudwatch/pricing/' },
  customMetrics: { unit: 'CloudWatch custom metrics, a month', dollars: 0.3, per: 1, source: 'cloudwatch/pricing/' },
  keys: { unit: 'KMS keys, a month', dollars: 1, per: 1, source: 'kms/pricing/' },
} as const;

export type Priced = keyof typeof prices;
/** How much of each was used. */
export type Quantities = Partial<Record<Priced, number>>;

export function dollars(what: Priced, quantity: number): number {
  return (quantity * prices[what].dollars) / prices[what].per;
}
