import { busNameOf, eventBusArn, ruleArn } from '../arns.ts';
import { AwsError } from '../aws-error.ts';
import { type JsonService, type Members, unknownOperation } from '../json-service.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../state-file.ts';
import { eventBusPermissions } from './event-bus-permissions.ts';
import { type PutEventsOptions, putEvents } from './put-events.ts';
import { putRule } from './put-rule.ts';
import { BusName, PutTargetsInput, RemoveTargetsInput, RuleDefinition } from './rule-input.ts';
import type { Rule } from './rule-store.ts';

export interface EventBusOptions extends PutEventsOptions {
  /** Called after each change of rules, and after each event. */
  onChange(): void;
}

/** EventBridge's API for buses, rules, targets and events. */
export function createEventBusService(options: EventBusOptions): JsonService {
  const { database, rules } = options;

  function requireBus(input: Members, member = 'EventBusName'): string {
    const bus = busNameOf(input[member] as string | undefined);
    if (!rules.hasBus(bus)) throw notFound(`Event bus ${bus} does not exist.`);
    return bus;
  }

  function requireRule(input: Members, member: 'Name' | 'Rule'): Rule {
    const bus = requireBus(input);
    const rule = rules.rule(bus, String(input[member]));
    if (!rule) throw notFound(`Rule ${input[member]} does not exist on EventBus ${bus}.`);
    return rule;
  }

  const operations: Record<string, (input: Members) => Members> = {
    PutEvents: (input) => putEvents(options, input),
    CreateEventBus(input) {
      const { Name } = parseInput(BusName, input);
      if (rules.hasBus(Name)) {
        throw new AwsError('ResourceAlreadyExistsException', `Event bus ${Name} already exists.`);
      }
      rules.createBus(Name);
      return { EventBusArn: eventBusArn(Name) };
    },
    DescribeEventBus(input) {
      const bus = requireBus(input, 'Name');
      return { Name: bus, Arn: eventBusArn(bus) };
    },
    PutRule(input) {
      const bus = requireBus(input);
      const definition = parseInput(RuleDefinition, input);
      putRule(rules, bus, definition);
      return { RuleArn: ruleArn(bus, definition.Name) };
    },
    DescribeRule: (input) => describe(requireRule(input, 'Name')),
    ListRules(input) {
      const prefix = String(input.NamePrefix ?? '');
      const found = rules.rulesOf(requireBus(input)).filter(({ name }) => name.startsWith(prefix));
      return { Rules: found.map(describe) };
    },
    EnableRule(input) {
      const { bus, definition } = requireRule(input, 'Name');
      putRule(rules, bus, { ...definition, State: 'ENABLED' });
      return {};
    },
    DisableRule(input) {
      const { bus, definition } = requireRule(input, 'Name');
      putRule(rules, bus, { ...definition, State: 'DISABLED' });
      return {};
    },
    DeleteRule(input) {
      const bus = requireBus(input);
      const name = String(input.Name);
      if (rules.targetsOf(bus, name).length > 0) {
        throw new AwsError('ValidationException', "Rule can't be deleted since it has targets.");
      }
      rules.deleteRule(bus, name);
      return {};
    },
    PutTargets(input) {
      const { bus, name } = requireRule(input, 'Rule');
      const { Targets } = parseInput(PutTargetsInput, input);
      inTransaction(database, () => {
        for (const target of Targets) rules.putTarget(bus, name, target);
      });
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    ListTargetsByRule(input) {
      const { bus, name } = requireRule(input, 'Rule');
      return { Targets: rules.targetsOf(bus, name) as unknown as Members[] };
    },
    RemoveTargets(input) {
      const { bus, name } = requireRule(input, 'Rule');
      const { Ids } = parseInput(RemoveTargetsInput, input);
      for (const id of Ids) rules.deleteTarget(bus, name, id);
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
  };

  return {
    permissions: eventBusPermissions,
    call(operation, input) {
      const run = operations[operation];
      if (!run) throw unknownOperation('events', operation);
      const answer = run(input);
      options.onChange();
      return answer;
    },
  };
}

const notFound = (message: string) => new AwsError('ResourceNotFoundException', message);

const describe = ({ bus, name, definition }: Rule) => ({ ...definition, Arn: ruleArn(bus, name), EventBusName: bus });
