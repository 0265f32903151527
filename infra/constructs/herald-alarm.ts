import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';

export interface HeraldAlarmProps {
  config: StageConfig;
  metric: IMetric;
  /** What has happened and where to look first. The reader may have just woken up. */
  description: string;
  /** Alarm when the metric is above this, unless `below` is given. */
  above?: number;
  below?: number;
  /** How many periods in a row. Default: 1. */
  periods?: number;
  /** What missing data means: most metrics of AWS have none while nothing happens. */
  silence?: 'fine' | 'alarm';
}

/** A CloudWatch alarm that also notifies the stage's topic, where one was given. */
export class HeraldAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: HeraldAlarmProps) {
    const { config, metric, description, above = 0, below, periods = 1, silence = 'fine' } = props;
    super(scope, id, {
      metric,
      alarmDescription: description,
      threshold: below ?? above,
      comparisonOperator:
        below === undefined ? ComparisonOperator.GREATER_THAN_THRESHOLD : ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: silence === 'fine' ? TreatMissingData.NOT_BREACHING : TreatMissingData.BREACHING,
    });
    if (config.alarmTopicArn === undefined) return;
    const topic = Topic.fromTopicArn(this, 'Topic', config.alarmTopicArn);
    this.addAlarmAction(new SnsAction(topic));
    this.addOkAction(new SnsAction(topic));
  }
}
