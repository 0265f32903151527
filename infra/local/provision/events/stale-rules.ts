import {
  DeleteRuleCommand,
  type EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';

/**
 * Deletes rules that an earlier template made and this one no longer has: they would go on firing.
 * @param wanted names of the rules to keep, by bus
 */
export async function deleteStaleRules(events: EventBridgeClient, wanted: Map<string, Set<string>>): Promise<void> {
  for (const EventBusName of new Set(['default', ...wanted.keys()])) {
    const { Rules = [] } = await events.send(new ListRulesCommand({ EventBusName }));
    for (const { Name = '' } of Rules) {
      if (wanted.get(EventBusName)?.has(Name)) continue;
      const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ EventBusName, Rule: Name }));
      const Ids = Targets.map(({ Id = '' }) => Id);
      if (Ids.length > 0) await events.send(new RemoveTargetsCommand({ EventBusName, Rule: Name, Ids }));
      await events.send(new DeleteRuleCommand({ EventBusName, Name }));
    }
  }
}
