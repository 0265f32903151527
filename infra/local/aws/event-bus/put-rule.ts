import { AwsError } from '../aws-error.ts';
import { patternProblem } from './pattern-problem.ts';
import type { RuleDefinition } from './rule-input.ts';
import { nextOccurrence } from './rule-schedule.ts';
import type { RuleStore } from './rule-store.ts';

/**
 * Creates or replaces a rule. One that keeps its schedule keeps its phase too, or a daily restart, which puts all rules
 * again, would put a daily rule off for ever.
 *
 * @throws AwsError ValidationException, InvalidEventPatternException
 */
export function putRule(rules: RuleStore, bus: string, definition: RuleDefinition): void {
  checkRule(bus, definition);
  const { ScheduleExpression, State, Name } = definition;
  const existing = rules.rule(bus, Name);
  const keepsPhase = existing?.definition.ScheduleExpression === ScheduleExpression;
  if (existing && keepsPhase && existing.definition.State === State) {
    rules.updateDefinition(bus, definition);
    return;
  }
  const now = Date.now();
  const scheduledFrom = existing && keepsPhase ? existing.scheduledFrom : now;
  const nextAt =
    ScheduleExpression && State === 'ENABLED' ? occurrence(ScheduleExpression, scheduledFrom, now) : undefined;
  rules.putRule({ bus, name: Name, definition, scheduledFrom }, nextAt);
}

function checkRule(bus: string, { EventPattern, ScheduleExpression }: RuleDefinition): void {
  if (!EventPattern && !ScheduleExpression) {
    throw new AwsError('ValidationException', 'Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  if (ScheduleExpression && bus !== 'default') {
    throw new AwsError('ValidationException', 'ScheduleExpression is supported only on the default event bus.');
  }
  if (!EventPattern) return;
  const problem = patternProblem(parsedPattern(EventPattern));
  if (problem) throw invalidPattern(problem);
}

function parsedPattern(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidPattern('it is not JSON');
  }
}

function occurrence(expression: string, scheduledFrom: number, now: number): number | undefined {
  try {
    return nextOccurrence(expression, scheduledFrom, now);
  } catch (error) {
    throw new AwsError('ValidationException', (error as Error).message);
  }
}

const invalidPattern = (problem: string) =>
  new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${problem}.`);
