import { ACCOUNT_ID, REGION } from '../aws/identity.ts';
import type { Provisioned, ResolvedResource } from '../template/deploy.ts';
import { physicalName } from './physical-name.ts';

interface TypeWithoutEffect {
  reason: string;
  identify(resource: ResolvedResource): Provisioned;
}

/** What a template may hold and this machine makes nothing of, each with the reason. Every other unknown type is refused. */
export const typesWithoutEffect: Record<string, TypeWithoutEffect> = {
  'AWS::Logs::LogGroup': {
    reason: 'Function logs go to files of the data folder, which keep the newest lines.',
    identify(resource) {
      const name = String(resource.properties.LogGroupName ?? physicalName(resource, 512));
      return { ref: name, attributes: { Arn: `arn:aws:logs:${REGION}:${ACCOUNT_ID}:log-group:${name}:*` } };
    },
  },
  'AWS::CloudWatch::Alarm': {
    reason: 'There is no CloudWatch, and nobody to wake up.',
    identify(resource) {
      const name = String(resource.properties.AlarmName ?? physicalName(resource, 255));
      return { ref: name, attributes: { Arn: `arn:aws:cloudwatch:${REGION}:${ACCOUNT_ID}:alarm:${name}` } };
    },
  },
  'AWS::SNS::Topic': {
    reason: 'There are no alarms to tell of.',
    identify(resource) {
      const arn = `arn:aws:sns:${REGION}:${ACCOUNT_ID}:${physicalName(resource, 256)}`;
      return { ref: arn, attributes: { TopicArn: arn } };
    },
  },
  'AWS::SNS::TopicPolicy': {
    reason: 'Nobody publishes to the topic.',
    identify: ({ logicalId }) => ({ ref: logicalId }),
  },
  'AWS::SNS::Subscription': {
    reason: 'No mail leaves this machine.',
    identify: ({ logicalId }) => ({ ref: logicalId }),
  },
  'AWS::CDK::Metadata': {
    reason: 'It tells AWS which CDK version made the template.',
    identify: ({ logicalId }) => ({ ref: logicalId }),
  },
};
