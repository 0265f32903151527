import { scheduleArn, scheduleGroupArn } from '../arns.ts';
import type { RequiredPermission } from '../iam/required-permission.ts';
import type { Members } from '../json-service.ts';

/** The service that acts as a schedule's role. */
export const SCHEDULER = 'scheduler.amazonaws.com';

/** Making a schedule also hands its role to Scheduler, which the caller must be allowed to do. */
export function schedulePermissions(operation: string, input: Members): RequiredPermission[] {
  const action = `scheduler:${operation}`;
  if (operation.startsWith('List')) return [{ action, resource: '*' }];
  const name = String(input.Name);
  if (operation.endsWith('Group')) return [{ action, resource: scheduleGroupArn(name) }];

  const onSchedule = { action, resource: scheduleArn(String(input.GroupName ?? 'default'), name) };
  const roleArn = (input.Target as Members | undefined)?.RoleArn;
  if (roleArn === undefined) return [onSchedule];
  const passing = { action: 'iam:PassRole', resource: String(roleArn), context: { 'iam:PassedToService': SCHEDULER } };
  return [onSchedule, passing];
}
