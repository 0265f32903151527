import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export interface HeraldAlarmProps {
  /** Hears when the alarm begins and when it is over. */
  topic: ITopic;
  metric: IMetric;
  /** What has happened and where to look first. The reader may have just woken up. */
  description: string;
  /** Alarm when the metric is above this, unless `below` is given. */
  above?: number;
  below?: number;
  /** How many periods in a row. Default: 1. */
  periods?: number;
  /** Out of so many periods, where those need not be in a row. */
  of?: number;
  /** What missing data means: most metrics of AWS have none while nothing happens. */
  silence?: 'fine' | 'alarm';
}

/** A CloudWatch alarm that notifies the stage's topic. */
export class HeraldAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: HeraldAlarmProps) {
    const { topic, metric, description, above = 0, below, periods = 1, of = periods, silence = 'fine' } = props;
    super(scope, id, {
      metric,
      alarmDescription: description,
      threshold: below ?? above,
      comparisonOperator:
        below === undefined ? ComparisonOperator.GREATER_THAN_THRESHOLD : ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: of,
      ...(of !== periods && { datapointsToAlarm: periods }),
      treatMissingData: silence === 'fine' ? TreatMissingData.NOT_BREACHING : TreatMissingData.BREACHING,
    });
    this.addAlarmAction(new SnsAction(topic));
    this.addOkAction(new SnsAction(topic));
  }
}
