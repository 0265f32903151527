import { scheduleArn } from '../arns.ts';
import { AwsError } from '../aws-error.ts';
import type { Members } from '../json-service.ts';
import { parseInput } from '../parse-input.ts';
import { ListSchedulesInput } from './schedule-input.ts';
import type { ScheduleStore } from './schedule-store.ts';

/** One page of schedules, in order of group and name; a page's token is the position of its last schedule. */
export function listSchedules(store: ScheduleStore, input: Members): Members {
  const { GroupName, NamePrefix, State, MaxResults, NextToken } = parseInput(ListSchedulesInput, input);
  const after = NextToken ? tokenContent(NextToken) : (['', ''] as [string, string]);
  const found = store.list({ group: GroupName, namePrefix: NamePrefix, state: State, after, limit: MaxResults + 1 });
  const page = found.slice(0, MaxResults);
  const last = page.at(-1);
  return {
    Schedules: page.map(({ group, name, definition, createdAt, modifiedAt }) => ({
      Arn: scheduleArn(group, name),
      GroupName: group,
      Name: name,
      State: definition.State,
      CreationDate: createdAt / 1000,
      LastModificationDate: modifiedAt / 1000,
      Target: { Arn: definition.Target.Arn },
    })),
    ...(found.length > page.length && last && { NextToken: tokenOf([last.group, last.name]) }),
  };
}

const tokenOf = (position: [string, string]) => Buffer.from(JSON.stringify(position)).toString('base64url');

function tokenContent(token: string): [string, string] {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    throw new AwsError('ValidationException', 'The NextToken is not one that this service gave.');
  }
}
