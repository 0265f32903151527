import { Stack } from 'aws-cdk-lib';
import { Grant, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFn } from 'aws-cdk-lib/aws-lambda';
import type { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { acknowledgeWildcard, allow } from './grants.ts';

export interface SchedulerRoleProps {
  scheduleGroup: ScheduleGroup;
  /** The one function that schedules may start. */
  target: LambdaFn;
  /** Takes the invocations that Scheduler could not hand over. */
  deadLetters: IQueue;
}

/** The role of EventBridge Scheduler when a schedule of the group is due. */
export class SchedulerRole extends Construct {
  readonly role: Role;
  readonly props: SchedulerRoleProps;

  constructor(scope: Construct, id: string, props: SchedulerRoleProps) {
    super(scope, id);
    const { scheduleGroup, target, deadLetters } = props;
    this.props = props;
    this.role = new Role(this, 'Role', {
      // Only for schedules of this account's group: otherwise another account's schedule could act through the service.
      // AWS matches the source against the group, not against the single schedule.
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: {
            'aws:SourceAccount': Stack.of(this).account,
            'aws:SourceArn': scheduleGroup.scheduleGroupArn,
          },
        },
      }),
    });
    target.grantInvoke(this.role);
    acknowledgeWildcard(this.role, `${target.functionArn}:*`, 'The versions and aliases of the one function.');
    Grant.addToPrincipal({ grantee: this.role, actions: ['sqs:SendMessage'], resourceArns: [deadLetters.queueArn] });
  }
}

/** Lets a function create, change and delete the group's schedules and give them the role, and tells it all their parts. */
export function mayKeepSchedules(fn: LambdaFn, config: StageConfig, { role, props }: SchedulerRole): void {
  // By name and not by reference, so that the resource reads the same in every template.
  const groupName = `herald-${config.stage}`;
  const schedules = Stack.of(fn).formatArn({
    service: 'scheduler',
    resource: 'schedule',
    resourceName: `${groupName}/*`,
  });
  const actions = ['CreateSchedule', 'UpdateSchedule', 'DeleteSchedule', 'GetSchedule'];
  allow(
    fn,
    actions.map((action) => `scheduler:${action}`),
    [schedules],
  );
  acknowledgeWildcard(fn.role!, schedules, 'Schedules are made at run time, one per distribution, in this one group.');
  fn.addToRolePolicy(
    new PolicyStatement({
      actions: ['iam:PassRole'],
      resources: [role.roleArn],
      conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
    }),
  );
  fn.addEnvironment('SCHEDULE_GROUP_NAME', props.scheduleGroup.scheduleGroupName);
  fn.addEnvironment('SCHEDULER_ROLE_ARN', role.roleArn);
  fn.addEnvironment('SCHEDULER_DLQ_ARN', props.deadLetters.queueArn);
  fn.addEnvironment('WAKE_FUNCTION_ARN', props.target.functionArn);
}
