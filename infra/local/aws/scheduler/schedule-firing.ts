import type { FaultInjection } from '../../faults/fault-injection.ts';
import type { LocalMetrics } from '../../faults/local-metrics.ts';
import { queueNameOf, scheduleArn, scheduleGroupArn, serviceOf } from '../arns.ts';
import { DeliveryRefused, describeFailure } from '../delivery/delivery-error.ts';
import { nextAttempt } from '../delivery/retry-policy.ts';
import { deliveryPermission, type Targets } from '../delivery/targets.ts';
import type { DueWorkSource } from '../due-work.ts';
import type { AccessControl } from '../iam/access-control.ts';
import type { RequiredPermission } from '../iam/required-permission.ts';
import { ACCOUNT_ID, REGION } from '../identity.ts';
import { RateLimit } from '../rate-limit.ts';
import { replaceContextAttributes, toSeconds } from './context-attributes.ts';
import { SCHEDULER } from './schedule-permissions.ts';
import type { Schedule, ScheduleStore } from './schedule-store.ts';

export interface FiringOptions {
  store: ScheduleStore;
  targets: Targets;
  access: AccessControl;
  faults: FaultInjection;
  /** Targets invoked per second at most; more of them wait. */
  invocationsPerSecond: number;
  metrics: LocalMetrics;
  log(line: string): void;
}

/** Delivers schedules that are due, as their own role, and retries or dead-letters what can't be delivered. */
export function createScheduleFiring(options: FiringOptions): DueWorkSource<Schedule> {
  const { store, targets, access, faults, metrics, log } = options;
  const limit = new RateLimit(options.invocationsPerSecond);

  function refuse(schedule: Schedule, permission: RequiredPermission | undefined): void {
    const by = { service: SCHEDULER, sourceArn: scheduleGroupArn(schedule.group) };
    const refusal = permission && access.refusalForServiceAs(schedule.definition.Target.RoleArn, by, permission);
    if (refusal) throw new DeliveryRefused(refusal);
  }

  async function deliver(schedule: Schedule): Promise<void> {
    const { Arn } = schedule.definition.Target;
    refuse(schedule, deliveryPermission(Arn));
    const input = inputOf(schedule);
    const fault = faults.onDelivery({ source: 'schedule', functionArn: Arn, payload: input });
    const isFunction = serviceOf(Arn) === 'lambda';
    for (let times = fault === undefined ? 1 : 2; times > 0; times -= 1) {
      await (isFunction ? targets.invokeFunction(Arn, JSON.parse(input)) : targets.sendMessage(Arn, input));
    }
  }

  async function sendToDeadLetterQueue(schedule: Schedule, failures: number, error: unknown, condition: string) {
    const { Arn, DeadLetterConfig } = schedule.definition.Target;
    const arn = scheduleArn(schedule.group, schedule.name);
    if (!DeadLetterConfig?.Arn) return log(`${arn}: gave up, and there is no dead-letter queue`);

    const { code, message } = describeFailure(error);
    const attributes = {
      ERROR_CODE: code,
      ERROR_MESSAGE: message,
      EXECUTION_ID: schedule.executionId,
      EXHAUSTED_RETRY_CONDITION: condition,
      IS_PAYLOAD_TRUNCATED: 'false',
      RETRY_ATTEMPTS: String(failures - 1),
      SCHEDULED_TIME: toSeconds(schedule.scheduledAt),
      SCHEDULE_ARN: arn,
      TARGET_ARN: Arn,
    };
    try {
      refuse(schedule, { action: 'sqs:SendMessage', resource: DeadLetterConfig.Arn });
      await targets.sendMessage(DeadLetterConfig.Arn, deadLetterBody(schedule), { attributes });
      log(`${arn}: gave up and sent to ${DeadLetterConfig.Arn}`);
    } catch (failure) {
      log(`${arn}: gave up and could not reach its dead-letter queue: ${describeFailure(failure).message}`);
    }
  }

  return {
    due: (now, limit) => store.due(now, limit),
    earliestAfter: (now) => store.earliestAfter(now),
    keyOf: ({ revision }) => revision,
    async attempt(schedule) {
      const throttledUntil = limit.pass();
      if (throttledUntil !== undefined) {
        metrics.count('InvocationThrottleCount');
        return () => store.putOff(schedule, throttledUntil);
      }
      const firstAttemptAt = schedule.firstAttemptAt ?? Date.now();
      try {
        await deliver(schedule);
        return () => store.complete(schedule);
      } catch (error) {
        const failures = schedule.failures + 1;
        log(
          `${scheduleArn(schedule.group, schedule.name)}: attempt ${failures} failed: ${describeFailure(error).message}`,
        );
        const next = nextAttempt(schedule.definition.Target.RetryPolicy, failures, firstAttemptAt, Date.now());
        if ('at' in next) return () => store.retry(schedule, next.at, failures, firstAttemptAt);
        await sendToDeadLetterQueue(schedule, failures, error, next.exhausted);
        return () => store.complete(schedule);
      }
    },
  };
}

function inputOf(schedule: Schedule): string {
  const context = {
    scheduleArn: scheduleArn(schedule.group, schedule.name),
    scheduledAt: schedule.scheduledAt,
    executionId: schedule.executionId,
    attemptNumber: schedule.failures + 1,
  };
  const { Input } = schedule.definition.Target;
  if (Input !== undefined) return replaceContextAttributes(Input, context);

  // What AWS sends for a schedule without an input.
  return JSON.stringify({
    version: '0',
    id: schedule.executionId,
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account: ACCOUNT_ID,
    time: toSeconds(schedule.scheduledAt),
    region: REGION,
    resources: [context.scheduleArn],
    detail: '{}',
  });
}

/** The request that Scheduler would have made of the target. */
function deadLetterBody(schedule: Schedule): string {
  const { Arn } = schedule.definition.Target;
  const input = inputOf(schedule);
  if (serviceOf(Arn) === 'lambda') {
    return JSON.stringify({ FunctionName: Arn, InvocationType: 'Event', Payload: input });
  }
  const queueUrl = `https://sqs.${REGION}.amazonaws.com/${ACCOUNT_ID}/${queueNameOf(Arn)}`;
  return JSON.stringify({ MessageBody: input, QueueUrl: queueUrl });
}
