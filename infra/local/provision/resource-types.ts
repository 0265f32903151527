import { httpApi } from './api/http-api.ts';
import { httpAuthorizer } from './api/http-authorizer.ts';
import { httpIntegration } from './api/http-integration.ts';
import { httpRoute } from './api/http-route.ts';
import { httpStage } from './api/http-stage.ts';
import { eventBus } from './events/event-bus.ts';
import { eventRule } from './events/event-rule.ts';
import { scheduleGroup } from './events/schedule-group.ts';
import { eventInvokeConfig } from './functions/event-invoke-config.ts';
import { eventSourceMapping } from './functions/event-source-mapping.ts';
import { lambdaFunction } from './functions/lambda-function.ts';
import { lambdaPermission } from './functions/lambda-permission.ts';
import type { ResourceType } from './resource-type.ts';
import { iamPolicy } from './roles/iam-policy.ts';
import { iamRole } from './roles/iam-role.ts';
import { dynamoDbTable } from './storage/dynamodb-table.ts';
import { kmsAlias } from './storage/kms-alias.ts';
import { kmsKey } from './storage/kms-key.ts';
import { s3Bucket } from './storage/s3-bucket.ts';
import { s3BucketPolicy } from './storage/s3-bucket-policy.ts';
import { sqsQueue } from './storage/sqs-queue.ts';
import { sqsQueuePolicy } from './storage/sqs-queue-policy.ts';

/** Every CloudFormation type that does something on this machine. */
export const resourceTypes: Record<string, ResourceType> = {
  'AWS::ApiGatewayV2::Api': httpApi,
  'AWS::ApiGatewayV2::Authorizer': httpAuthorizer,
  'AWS::ApiGatewayV2::Integration': httpIntegration,
  'AWS::ApiGatewayV2::Route': httpRoute,
  'AWS::ApiGatewayV2::Stage': httpStage,
  'AWS::DynamoDB::Table': dynamoDbTable,
  'AWS::Events::EventBus': eventBus,
  'AWS::Events::Rule': eventRule,
  'AWS::IAM::Policy': iamPolicy,
  'AWS::IAM::Role': iamRole,
  'AWS::KMS::Alias': kmsAlias,
  'AWS::KMS::Key': kmsKey,
  'AWS::Lambda::EventInvokeConfig': eventInvokeConfig,
  'AWS::Lambda::EventSourceMapping': eventSourceMapping,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::Permission': lambdaPermission,
  'AWS::S3::Bucket': s3Bucket,
  'AWS::S3::BucketPolicy': s3BucketPolicy,
  'AWS::SQS::Queue': sqsQueue,
  'AWS::SQS::QueuePolicy': sqsQueuePolicy,
  'AWS::Scheduler::ScheduleGroup': scheduleGroup,
};
