import { busNameOf, eventBusArn, ruleArn } from '../arns.ts';
import type { RequiredPermission } from '../iam/required-permission.ts';
import type { Members } from '../json-service.ts';

/** The permissions that AWS checks for an EventBridge call. */
export function eventBusPermissions(operation: string, input: Members): RequiredPermission[] {
  const action = `events:${operation}`;
  if (operation === 'PutEvents') {
    const entries = (input.Entries ?? []) as { EventBusName?: string }[];
    const buses = new Set(entries.map(({ EventBusName }) => eventBusArn(busNameOf(EventBusName))));
    return [...buses].map((resource) => ({ action, resource }));
  }
  if (operation.endsWith('EventBus')) return [{ action, resource: eventBusArn(busNameOf(textOf(input.Name))) }];

  const rule = textOf(input.Rule ?? (operation === 'ListRules' ? '*' : input.Name)) ?? '';
  return [{ action, resource: ruleArn(busNameOf(textOf(input.EventBusName)), rule) }];
}

const textOf = (value: unknown) => (value === undefined ? undefined : String(value));
