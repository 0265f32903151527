import { CfnCondition, CfnParameter, Fn, type Stack } from 'aws-cdk-lib';
import { CfnSubscription, Topic } from 'aws-cdk-lib/aws-sns';
import { acknowledge } from './acknowledge.ts';

/**
 * The topic that every alarm of the stage notifies. It is always there, so that who listens to it is not forgotten by a
 * deployment: subscriptions made by hand stay, and CloudFormation remembers the address of the parameter.
 */
export function alarmTopic(stack: Stack): Topic {
  // Without a key of its own: CloudWatch cannot publish to a topic under AWS's, and alarms name no data of tenants.
  const topic = new Topic(stack, 'Alarms', { enforceSSL: true });
  const email = new CfnParameter(stack, 'AlarmEmail', {
    type: 'String',
    default: '',
    // Empty, or something with an @ that no header can be made of.
    allowedPattern: '^$|^[^@\\s,;]+@[^@\\s,;]+$',
    description: 'Gets a mail when an alarm begins and when it is over, once it has confirmed. Empty: nobody.',
  });
  const hasEmail = new CfnCondition(stack, 'HasAlarmEmail', {
    expression: Fn.conditionNot(Fn.conditionEquals(email.valueAsString, '')),
  });
  const subscription = new CfnSubscription(stack, 'AlarmMail', {
    protocol: 'email',
    endpoint: email.valueAsString,
    topicArn: topic.topicArn,
  });
  subscription.cfnOptions.condition = hasEmail;
  acknowledge(subscription, {
    'Serverless-SNSRedrivePolicy':
      'A mail that does not arrive is no message to work on; the alarm itself stays in CloudWatch.',
  });
  return topic;
}
