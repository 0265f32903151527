import type { FaultInjection } from '../../faults/fault-injection.ts';
import { ruleArn, serviceOf } from '../arns.ts';
import { AwsError } from '../aws-error.ts';
import { DeliveryRefused, describeFailure } from '../delivery/delivery-error.ts';
import { nextAttempt } from '../delivery/retry-policy.ts';
import type { Targets } from '../delivery/targets.ts';
import type { DueWorkSource } from '../due-work.ts';
import type { AccessControl } from '../iam/access-control.ts';
import type { RequiredPermission } from '../iam/required-permission.ts';
import type { DeliveryStore, EventDelivery } from './delivery-store.ts';

export interface EventDeliveryOptions {
  store: DeliveryStore;
  targets: Targets;
  access: AccessControl;
  faults: FaultInjection;
  log(line: string): void;
}

/** Brings events to the targets of the rules they matched, and retries or dead-letters what can't be delivered. */
export function createEventDelivery({
  store,
  targets,
  access,
  faults,
  log,
}: EventDeliveryOptions): DueWorkSource<EventDelivery> {
  /** EventBridge delivers without a role: the resource policy of the function or queue must allow the rule. */
  function refuse({ rule }: EventDelivery, permission: RequiredPermission): void {
    const by = { service: 'events.amazonaws.com', sourceArn: ruleArn(rule.bus, rule.name) };
    const refusal = access.refusalForService(by, permission);
    if (refusal) throw new DeliveryRefused(refusal);
  }

  async function deliver(delivery: EventDelivery): Promise<void> {
    const { target, event } = delivery;
    const isFunction = serviceOf(target.Arn) === 'lambda';
    if (isFunction) refuse(delivery, { action: 'lambda:InvokeFunction', resource: unqualified(target.Arn) });
    else refuse(delivery, { action: 'sqs:SendMessage', resource: target.Arn });
    const payload = JSON.stringify(event);
    const fault = faults.onDelivery({ source: 'rule', functionArn: target.Arn, payload });
    for (let times = fault === undefined ? 1 : 2; times > 0; times -= 1) {
      await (isFunction ? targets.invokeFunction(target.Arn, event) : targets.sendMessage(target.Arn, payload));
    }
  }

  async function sendToDeadLetterQueue(delivery: EventDelivery, failures: number, error: unknown, condition?: string) {
    const { rule, target, event } = delivery;
    const arn = ruleArn(rule.bus, rule.name);
    const queue = target.DeadLetterConfig?.Arn;
    if (!queue) return log(`${arn}: gave up on event ${event.id}, and there is no dead-letter queue`);

    const attributes = {
      RULE_ARN: arn,
      TARGET_ARN: target.Arn,
      ERROR_CODE: errorCode(error),
      ERROR_MESSAGE: describeFailure(error).message,
      RETRY_ATTEMPTS: String(failures - 1),
      ...(condition && { EXHAUSTED_RETRY_CONDITION: condition }),
    };
    try {
      refuse(delivery, { action: 'sqs:SendMessage', resource: queue });
      await targets.sendMessage(queue, JSON.stringify(event), { attributes });
      log(`${arn}: gave up on event ${event.id} and sent it to ${queue}`);
    } catch (failure) {
      log(`${arn}: gave up on event ${event.id}, and its dead-letter queue: ${describeFailure(failure).message}`);
    }
  }

  return {
    due: (now, limit) => store.due(now, limit),
    earliestAfter: (now) => store.earliestAfter(now),
    keyOf: ({ id }) => `event delivery ${id}`,
    async attempt(delivery) {
      const { rule, target, event } = delivery;
      const firstAttemptAt = delivery.firstAttemptAt ?? Date.now();
      const failures = delivery.failures + 1;
      try {
        await deliver(delivery);
        return () => store.remove(delivery);
      } catch (error) {
        const { message } = describeFailure(error);
        log(`${ruleArn(rule.bus, rule.name)}: attempt ${failures} for event ${event.id} failed: ${message}`);
        const next = canHeal(error) ? nextAttempt(target.RetryPolicy, failures, firstAttemptAt, Date.now()) : undefined;
        if (next && 'at' in next) return () => store.retry(delivery, next.at, failures, firstAttemptAt);
        await sendToDeadLetterQueue(delivery, failures, error, next?.exhausted);
        return () => store.remove(delivery);
      }
    },
  };
}

/** The resource policy belongs to the function, also when a rule names a version or alias of it. */
const unqualified = (functionArn: string) => functionArn.split(':').slice(0, 7).join(':');

const MISSING = new Set(['ResourceNotFoundException', 'QueueDoesNotExist']);
const isMissing = (error: unknown) => error instanceof AwsError && MISSING.has(error.code);

/** Without permission or without a target EventBridge doesn't try again. */
const canHeal = (error: unknown) => !(error instanceof DeliveryRefused || isMissing(error));

function errorCode(error: unknown): string {
  if (error instanceof DeliveryRefused) return 'NO_PERMISSIONS';
  return isMissing(error) ? 'NO_RESOURCE' : 'ERROR_FROM_TARGET';
}
