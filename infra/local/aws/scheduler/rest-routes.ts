import { type Members, unknownOperation } from '../json-service.ts';
import { jsonBodyOf, type WireRequest } from '../wire-request.ts';

const ROUTES: Record<string, string> = {
  'POST schedules/': 'CreateSchedule',
  'PUT schedules/': 'UpdateSchedule',
  'GET schedules/': 'GetSchedule',
  'DELETE schedules/': 'DeleteSchedule',
  'GET schedules': 'ListSchedules',
  'POST schedule-groups/': 'CreateScheduleGroup',
  'GET schedule-groups/': 'GetScheduleGroup',
  'DELETE schedule-groups/': 'DeleteScheduleGroup',
};

/** Query parameters spell some members in their own way. */
const QUERY_MEMBERS: Record<string, string> = {
  groupName: 'GroupName',
  clientToken: 'ClientToken',
  ScheduleGroup: 'GroupName',
};

/** Scheduler is the one REST service here: its operation is in the method and path, its input in path, query and body. */
export function scheduleOperation(request: WireRequest): [operation: string, input: Members] {
  const [, collection = '', name] = request.path.split('/');
  const operation = ROUTES[`${request.method} ${collection}${name === undefined ? '' : '/'}`];
  if (!operation) throw unknownOperation('scheduler', `${request.method} ${request.path}`);

  const query = [...request.query].map(([key, value]) => [QUERY_MEMBERS[key] ?? key, value]);
  const input: Members = { ...jsonBodyOf(request), ...Object.fromEntries(query) };
  if (name !== undefined) input.Name = decodeURIComponent(name);
  return [operation, input];
}
