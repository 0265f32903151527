/**
 * One figure in CloudWatch's embedded metric format on stdout: no call to AWS. Not through the console, whose lines Lambda
 * wraps in JSON of its own, where CloudWatch does not look for metrics.
 */
export function emitMetric(name: string, unit: 'Milliseconds' | 'Count', value: number, platformKind: string): void {
  // An alarm cannot add up over dimensions, so each figure is also written under "all".
  for (const platform of new Set([platformKind, 'all'])) {
    const metric = {
      Namespace: 'Herald',
      Dimensions: [['service', 'platform']],
      Metrics: [{ Name: name, Unit: unit }],
    };
    const line = {
      _aws: { Timestamp: Date.now(), CloudWatchMetrics: [metric] },
      service: 'publishing',
      platform,
      [name]: value,
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
}
