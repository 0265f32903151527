import {
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import * as z from 'zod';
import { busNameOf, ruleArn, serviceOf } from '../../aws/arns.ts';
import { patternProblem } from '../../aws/event-bus/pattern-problem.ts';
import { scheduleProblem } from '../../aws/event-bus/rule-schedule.ts';
import { unqualifiedArn } from '../../lambda/function-definition.ts';
import { physicalName } from '../physical-name.ts';
import { report, resourceType, tags, withoutEffect } from '../resource-type.ts';

const target = z.strictObject({
  Id: z.string(),
  Arn: z.string(),
  DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
  RetryPolicy: z
    .strictObject({ MaximumRetryAttempts: z.number().optional(), MaximumEventAgeInSeconds: z.number().optional() })
    .optional(),
});

const properties = z.strictObject({
  Name: z.string().optional(),
  EventBusName: z.string().optional(),
  EventPattern: z.record(z.string(), z.unknown()).superRefine(report(patternProblem)).optional(),
  ScheduleExpression: z.string().superRefine(report(scheduleProblem)).optional(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Targets: z.array(target).default([]),
  Description: withoutEffect('Nobody reads it here.'),
  Tags: tags,
});

export const eventRule = resourceType(properties, async (wanted, resource, { clients: { events }, blueprint }) => {
  const Name = wanted.Name ?? physicalName(resource, 64);
  const EventBusName = busNameOf(wanted.EventBusName);
  const { EventPattern, ScheduleExpression, State, Targets } = wanted;
  await events.send(
    new PutRuleCommand({
      Name,
      EventBusName,
      State,
      ScheduleExpression,
      ...(EventPattern && { EventPattern: JSON.stringify(EventPattern) }),
    }),
  );
  const before = await events.send(new ListTargetsByRuleCommand({ Rule: Name, EventBusName }));
  const gone = (before.Targets ?? []).map(({ Id = '' }) => Id).filter((id) => !Targets.some(({ Id }) => Id === id));
  if (gone.length > 0) await events.send(new RemoveTargetsCommand({ Rule: Name, EventBusName, Ids: gone }));
  if (Targets.length > 0) await events.send(new PutTargetsCommand({ Rule: Name, EventBusName, Targets }));

  const rules = blueprint.rules.get(EventBusName) ?? new Set();
  blueprint.rules.set(EventBusName, rules.add(Name));
  const arn = ruleArn(EventBusName, Name);
  const place = { stack: resource.stack.name, logicalId: resource.logicalId, type: resource.type };
  for (const { Arn } of Targets) {
    if (serviceOf(Arn) !== 'lambda') continue;
    blueprint.ruleTargets.push({ ruleArn: arn, functionArn: unqualifiedArn(Arn), place });
  }
  return { ref: Name, attributes: { Arn: arn } };
});
