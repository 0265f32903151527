import { findAccount } from '../../accounts/find-account.ts';
import { recordEvent } from '../../kernel/events/event-items.ts';
import { HeraldError, notFound } from '../../kernel/herald-error.ts';
import type { RequestContext } from '../../kernel/requests/request-context.ts';
import { withGuardErrors } from '../../kernel/table/guard-errors.ts';
import { transact } from '../../kernel/table/transact.ts';
import { isoNow } from '../../kernel/time/clock.ts';
import { slotEvents } from '../events.ts';
import { ruleOf } from '../rules/recurrence.ts';
import { ruleProblems } from '../rules/rule-problems.ts';
import type { CalendarNotice } from './calendar-slot.ts';
import { retryOnSlotConflict } from './claim-slot.ts';
import type { SlotRule } from './slot.ts';
import type { SlotRulePatch, SlotRuleView } from './slot-input.ts';
import { readSlotRule, readSlotRules, readSlots, removeSlot, removeSlotRule, replaceSlotRule } from './slot-items.ts';
import { noticesOf, viewRule } from './view-slot-rule.ts';

/** Slots of its own that go with a rule, beside the rule and the event. */
const MAX_REMOVED = 90;
const FAR = Date.parse('2200-01-01T00:00:00Z');

interface RuleAddress {
  platformId: string;
  id: string;
}

export async function listSlotRules(tenantId: string, platformId: string): Promise<{ items: SlotRuleView[] }> {
  await findAccount(tenantId, platformId);
  return { items: (await readSlotRules(tenantId, platformId)).map(viewRule) };
}

/**
 * Changes a recurring slot as a whole. Occurrences that are stored (moved, locked, with a post) stay as they are.
 *
 * @throws HeraldError `not_found`, `invalid_request`, `conflict`
 */
export async function changeSlotRule(
  { tenantId, actor }: RequestContext,
  where: RuleAddress,
  { recurrence, ...patch }: SlotRulePatch,
): Promise<{ rule: SlotRuleView; notices: CalendarNotice[] }> {
  const before = await findRule(tenantId, where);
  const date = patch.date ?? before.date;
  const after: SlotRule = {
    ...before,
    date,
    time: patch.time ?? before.time,
    timezone: patch.timezone ?? before.timezone,
    slotType: patch.slotType ?? before.slotType,
    locked: patch.locked ?? before.locked,
    ...(recurrence && ruleOf(recurrence, date)),
    updatedAt: isoNow(),
  };
  const problems = ruleProblems(after, Date.now(), '/recurrence');
  if (problems.length > 0) {
    const remedy = 'Correct each problem and send the request again.';
    throw new HeraldError('invalid_request', problems[0]!.message, { remedy, problems });
  }
  const { rrule, time, timezone, platformId } = after;
  const data = { platformId, rule: true, rrule, date, time, timezone, locked: after.locked };
  await withGuardErrors(() =>
    transact([
      replaceSlotRule(before, after),
      recordEvent(actor, slotEvents.SLOT_UPDATED, { tenantId, entityId: after.id, data }),
    ]),
  );
  return { rule: viewRule(after), notices: noticesOf(after) };
}

/**
 * Ends a recurring slot with all its occurrences; those that hold a post stay as single slots.
 *
 * @throws HeraldError `not_found`, `conflict`
 */
export async function deleteSlotRule({ tenantId, actor }: RequestContext, where: RuleAddress): Promise<void> {
  await retryOnSlotConflict(async () => {
    const rule = await findRule(tenantId, where);
    const stored = await readSlots(tenantId, where.platformId, Date.now(), FAR);
    const own = stored.filter(({ rule: of, state }) => of?.id === rule.id && state === 'open');
    const empty = own.filter(({ distributionId }) => distributionId === undefined);
    const data = { platformId: rule.platformId, rule: true, keptPosts: own.length - empty.length };
    // What does not fit beside the rule goes before it.
    while (empty.length > MAX_REMOVED) await transact(empty.splice(0, MAX_REMOVED).map(removeSlot));
    await withGuardErrors(() =>
      transact([
        removeSlotRule(rule),
        ...empty.map(removeSlot),
        recordEvent(actor, slotEvents.SLOT_DELETED, { tenantId, entityId: rule.id, data }),
      ]),
    );
  });
}

async function findRule(tenantId: string, { platformId, id }: RuleAddress): Promise<SlotRule> {
  const rule = await readSlotRule(tenantId, platformId, id);
  if (rule === undefined) throw notFound('recurring slot', id);
  return rule;
}
