import { ruleArn } from '../arns.ts';
import type { BusEvent } from './bus-event.ts';
import type { RuleTarget } from './rule-input.ts';

/** The JSON text that a target receives for an event. */
export function targetInput(target: RuleTarget, event: BusEvent, rule: { bus: string; name: string }): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(valueAt(event, target.InputPath) ?? null);
  if (!target.InputTransformer) return JSON.stringify(event);

  const { InputPathsMap, InputTemplate } = target.InputTransformer;
  const variables = new Map<string, unknown>([
    ['aws.events.rule-arn', ruleArn(rule.bus, rule.name)],
    ['aws.events.rule-name', rule.name],
    ['aws.events.event.ingestion-time', new Date().toISOString()],
    ['aws.events.event', withoutDetail(event)],
    ['aws.events.event.json', event],
  ]);
  for (const [name, path] of Object.entries(InputPathsMap)) variables.set(name, valueAt(event, path));
  return fillTemplate(InputTemplate, variables);
}

/** Inside quotes a variable becomes part of the text; outside it becomes a JSON value of its own. */
function fillTemplate(template: string, variables: Map<string, unknown>): string {
  let quoted = false;
  return template.replace(/\\.|"|<([\w.-]+)>/gs, (match, name?: string) => {
    if (match === '"') quoted = !quoted;
    if (name === undefined || !variables.has(name)) return match;
    const value = variables.get(name) ?? (quoted ? '' : null);
    if (!quoted) return JSON.stringify(value);
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return JSON.stringify(text).slice(1, -1);
  });
}

/** What a path such as `$.detail.items[0]['a b']` points to; `undefined` when there is no such thing. */
function valueAt(event: unknown, path: string): unknown {
  const steps = path.matchAll(/\.([\w-]+)|\[(\d+)\]|\['([^']+)'\]/g);
  let value = event;
  for (const [, field, index, quotedField] of steps) {
    value = (value as Record<string, unknown> | null | undefined)?.[field ?? index ?? quotedField ?? ''];
  }
  return value;
}

function withoutDetail({ detail: _detail, ...rest }: BusEvent) {
  return rest;
}
