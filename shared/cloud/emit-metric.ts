import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

const metrics = new Metrics({ namespace: 'Herald', serviceName: 'publishing' });

/** One figure in CloudWatch's embedded metric format on stdout: no call to AWS. */
export function emitMetric(name: string, unit: 'Milliseconds' | 'Count', value: number, platformKind: string): void {
  const single = metrics.singleMetric();
  single.addDimension('platform', platformKind);
  single.addMetric(name, MetricUnit[unit], value);
}
