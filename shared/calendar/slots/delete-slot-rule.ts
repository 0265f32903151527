import { recordEvent } from '../../kernel/events/event-items.ts';
import type { RequestContext } from '../../kernel/requests/request-context.ts';
import { countDown } from '../../kernel/settings/count-items.ts';
import { withGuardErrors } from '../../kernel/table/guard-errors.ts';
import { transact } from '../../kernel/table/transact.ts';
import { slotEvents } from '../events.ts';
import { slotRuleQuota } from '../settings.ts';
import { retryOnSlotConflict } from './claim-slot.ts';
import { findSlotRule, type RuleAddress } from './find-slot-rule.ts';
import { readSlots, removeSlot, removeSlotRule } from './slot-items.ts';

/** Stored occurrences that go in one transaction, with the rule, its count and the event. */
const MAX_REMOVED_AT_ONCE = 90;
/** Beyond every date that a slot may have. */
const LAST_MOMENT = Date.parse('2200-01-01T00:00:00Z');

/**
 * Deletes a recurring slot with all its occurrences; those that hold a post stay as single slots.
 *
 * @throws HeraldError `not_found`, `conflict`
 */
export async function deleteSlotRule({ tenantId, actor }: RequestContext, where: RuleAddress): Promise<void> {
  await retryOnSlotConflict(async () => {
    const rule = await findSlotRule(tenantId, where);
    const stored = await readSlots(tenantId, where.platformId, Date.now(), LAST_MOMENT);
    const own = stored.filter(({ rule: of, state }) => of?.id === rule.id && state === 'open');
    const empty = own.filter(({ distributionId }) => distributionId === undefined);
    const data = { platformId: rule.platformId, rule: true as const, keptPosts: own.length - empty.length };
    // More of them than the last transaction takes are deleted before it.
    while (empty.length > MAX_REMOVED_AT_ONCE) await transact(empty.splice(0, MAX_REMOVED_AT_ONCE).map(removeSlot));
    await withGuardErrors(() =>
      transact([
        removeSlotRule(rule),
        countDown(tenantId, slotRuleQuota),
        ...empty.map(removeSlot),
        recordEvent(actor, slotEvents.SLOT_DELETED, { tenantId, entityId: rule.id, data }),
      ]),
    );
  });
}
