import type { LabelledAction } from './labelled-action.ts';

/**
 * DynamoDB takes one action for each item of a transaction: where an update without a condition and a check name the
 * same item, the check becomes the update's condition and gives it its guard.
 */
export function mergeChecks(actions: LabelledAction[]): LabelledAction[] {
  const checks = new Map(actions.flatMap((one) => (one.action.ConditionCheck ? [[nameOf(one), one] as const] : [])));
  const merged = new Set<LabelledAction>();
  const written = actions.map((one): LabelledAction => {
    const { Update } = one.action;
    const check = Update && Update.ConditionExpression === undefined ? checks.get(nameOf(one)) : undefined;
    if (Update === undefined || check === undefined) return one;
    merged.add(check);
    const { ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues } = check.action.ConditionCheck!;
    const names = { ...Update.ExpressionAttributeNames, ...ExpressionAttributeNames };
    const values = { ...Update.ExpressionAttributeValues, ...ExpressionAttributeValues };
    return {
      guard: check.guard,
      action: {
        Update: {
          ...Update,
          ConditionExpression,
          ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
          ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
        },
      },
    };
  });
  return written.filter((one) => !merged.has(one));
}

function nameOf({ action: { ConditionCheck, Update } }: LabelledAction): string {
  const { pk, sk } = (ConditionCheck ?? Update)?.Key ?? {};
  return `${pk}\n${sk}`;
}
