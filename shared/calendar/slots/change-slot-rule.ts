import { recordEvent } from '../../kernel/events/event-items.ts';
import type { RequestContext } from '../../kernel/requests/request-context.ts';
import { withGuardErrors } from '../../kernel/table/guard-errors.ts';
import { transact } from '../../kernel/table/transact.ts';
import { isoNow } from '../../kernel/time/clock.ts';
import { slotEvents } from '../events.ts';
import { ruleOf } from '../rules/recurrence.ts';
import { ruleProblems } from '../rules/rule-problems.ts';
import type { CalendarNotice } from './calendar-slot.ts';
import { findSlotRule, type RuleAddress } from './find-slot-rule.ts';
import type { SlotRule } from './slot.ts';
import { invalidSlots } from './slot-checks.ts';
import type { SlotRulePatch, SlotRuleView } from './slot-input.ts';
import { replaceSlotRule } from './slot-items.ts';
import { noticesOf, viewRule } from './view-slot-rule.ts';

/**
 * Changes a recurring slot as a whole. Occurrences that are stored (moved, locked, with a post) stay as they are.
 *
 * @throws HeraldError `not_found`, `invalid_request`, `conflict`
 */
export async function changeSlotRule(
  { tenantId, actor }: RequestContext,
  where: RuleAddress,
  patch: SlotRulePatch,
): Promise<{ rule: SlotRuleView; notices: CalendarNotice[] }> {
  const before = await findSlotRule(tenantId, where);
  const after = patched(before, patch);
  const problems = ruleProblems(after, Date.now(), '/recurrence');
  if (problems.length > 0) throw invalidSlots(problems);
  const { id, platformId, rrule, date, time, timezone, locked } = after;
  const data = { platformId, rule: true as const, rrule, date, time, timezone, locked };
  await withGuardErrors(() =>
    transact([
      replaceSlotRule(before, after),
      recordEvent(actor, slotEvents.SLOT_UPDATED, { tenantId, entityId: id, data }),
    ]),
  );
  return { rule: viewRule(after), notices: noticesOf(after) };
}

function patched(before: SlotRule, { recurrence, ...patch }: SlotRulePatch): SlotRule {
  const date = patch.date ?? before.date;
  return {
    ...before,
    date,
    time: patch.time ?? before.time,
    timezone: patch.timezone ?? before.timezone,
    slotType: patch.slotType ?? before.slotType,
    locked: patch.locked ?? before.locked,
    ...(recurrence && ruleOf(recurrence, date)),
    updatedAt: isoNow(),
  };
}
