import type { DatabaseSync } from 'node:sqlite';
import type { SchedulerQuotas } from '../../faults/aws-behaviour.ts';
import type { LocalMetrics } from '../../faults/local-metrics.ts';
import { scheduleArn, scheduleGroupArn } from '../arns.ts';
import { AwsError } from '../aws-error.ts';
import type { AccessControl } from '../iam/access-control.ts';
import { type JsonService, type Members, unknownOperation } from '../json-service.ts';
import { parseInput } from '../parse-input.ts';
import { RateLimit } from '../rate-limit.ts';
import { inTransaction } from '../state-file.ts';
import { fireTime } from './fire-time.ts';
import { listSchedules } from './list-schedules.ts';
import { momentOf } from './schedule-expression.ts';
import type { ScheduleGroups } from './schedule-groups.ts';
import { GroupKey, ScheduleDefinition, ScheduleKey } from './schedule-input.ts';
import { SCHEDULER, schedulePermissions } from './schedule-permissions.ts';
import type { Schedule, ScheduleStore } from './schedule-store.ts';

export interface SchedulerOptions {
  database: DatabaseSync;
  store: ScheduleStore;
  groups: ScheduleGroups;
  access: AccessControl;
  jitterSeconds: number;
  seed: number;
  quotas: Required<Pick<SchedulerQuotas, 'creates' | 'changes'>>;
  metrics: LocalMetrics;
  /** Called after each change of what is scheduled. */
  onChange(): void;
}

type Operation = (input: Members) => Members;

/** EventBridge Scheduler's API for one-time schedules. */
export function createSchedulerService(options: SchedulerOptions): JsonService {
  const { database, store, groups, access, quotas, metrics } = options;
  const limits: Record<string, RateLimit> = {
    CreateSchedule: new RateLimit(quotas.creates),
    UpdateSchedule: new RateLimit(quotas.changes),
    DeleteSchedule: new RateLimit(quotas.changes),
    GetSchedule: new RateLimit(quotas.changes),
  };

  function requireGroup(name: string): void {
    if (!groups.get(name)) throw notFound(`Schedule group ${name} does not exist.`);
  }

  function put(key: ScheduleKey, input: Members): Members {
    const definition = parseInput(ScheduleDefinition, input);
    const scheduledAt = momentOf(definition.ScheduleExpression, definition.ScheduleExpressionTimezone);
    if (!access.trusts(definition.Target.RoleArn, { service: SCHEDULER, sourceArn: scheduleGroupArn(key.GroupName) })) {
      const text = 'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.';
      throw new AwsError('ValidationException', `${text} (${definition.Target.RoleArn})`);
    }
    const fireAt = fireTime(scheduledAt, key, definition, { ...options, now: Date.now() });
    const clientToken = input.ClientToken === undefined ? null : String(input.ClientToken);
    store.put({ ...key, definition, scheduledAt, fireAt, clientToken });
    options.onChange();
    return { ScheduleArn: scheduleArn(key.GroupName, key.Name) };
  }

  const operations: Record<string, Operation> = {
    CreateSchedule(input) {
      const key = parseInput(ScheduleKey, input);
      requireGroup(key.GroupName);
      const existing = store.get(key);
      // The SDK sends the same token again when it retries.
      if (existing && existing.clientToken !== null && existing.clientToken === input.ClientToken) {
        return { ScheduleArn: scheduleArn(key.GroupName, key.Name) };
      }
      if (existing) throw new AwsError('ConflictException', `Schedule ${key.Name} already exists.`, 409);
      return put(key, input);
    },
    UpdateSchedule(input) {
      const key = parseInput(ScheduleKey, input);
      requireSchedule(store, key);
      return put(key, input);
    },
    GetSchedule: (input) => describe(requireSchedule(store, parseInput(ScheduleKey, input))),
    DeleteSchedule(input) {
      const key = parseInput(ScheduleKey, input);
      if (!store.delete(key)) throw notFound(`Schedule ${key.Name} does not exist.`);
      options.onChange();
      return {};
    },
    ListSchedules: (input) => listSchedules(store, input),
    CreateScheduleGroup(input) {
      const name = parseInput(GroupKey, input).Name;
      if (groups.get(name)) throw new AwsError('ConflictException', `Schedule group ${name} already exists.`, 409);
      groups.create(name);
      return { ScheduleGroupArn: scheduleGroupArn(name) };
    },
    GetScheduleGroup(input) {
      const name = parseInput(GroupKey, input).Name;
      requireGroup(name);
      const createdAt = Number(groups.get(name)?.createdAt) / 1000;
      return {
        Arn: scheduleGroupArn(name),
        Name: name,
        State: 'ACTIVE',
        CreationDate: createdAt,
        LastModificationDate: createdAt,
      };
    },
    DeleteScheduleGroup(input) {
      const name = parseInput(GroupKey, input).Name;
      requireGroup(name);
      if (name === 'default')
        throw new AwsError('ValidationException', 'The default schedule group cannot be deleted.');
      inTransaction(database, () => {
        store.deleteGroup(name);
        groups.delete(name);
      });
      options.onChange();
      return {};
    },
  };

  return {
    permissions: schedulePermissions,
    call(operation, input) {
      const run = operations[operation];
      if (!run) throw unknownOperation('scheduler', operation);
      if (limits[operation]?.pass() !== undefined) {
        metrics.count('ThrottledSchedulerRequests');
        throw new AwsError('ThrottlingException', `Rate exceeded for ${operation}`, 429);
      }
      return run(input);
    },
  };
}

function describe({ group, name, definition, createdAt, modifiedAt }: Schedule): Members {
  return {
    ...definition,
    Arn: scheduleArn(group, name),
    GroupName: group,
    Name: name,
    CreationDate: createdAt / 1000,
    LastModificationDate: modifiedAt / 1000,
  };
}

function requireSchedule(store: ScheduleStore, key: ScheduleKey): Schedule {
  const schedule = store.get(key);
  if (!schedule) throw notFound(`Schedule ${key.Name} does not exist.`);
  return schedule;
}

const notFound = (message: string) => new AwsError('ResourceNotFoundException', message, 404);
