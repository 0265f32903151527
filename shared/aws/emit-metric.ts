import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

const metrics = new Metrics({ namespace: 'Herald', serviceName: 'publishing' });

/** One figure in CloudWatch's embedded metric format on stdout: no call to AWS. */
export function emitMetric(name: string, unit: 'Milliseconds' | 'Count', value: number, platformKind: string): void {
  // An alarm cannot add up over dimensions, so each figure is also written under "all".
  for (const platform of new Set([platformKind, 'all'])) {
    const single = metrics.singleMetric();
    single.addDimension('platform', platform);
    single.addMetric(name, MetricUnit[unit], value);
  }
}
