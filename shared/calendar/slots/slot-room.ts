import { limitReached } from '../../kernel/settings/limit-reached.ts';
import { readSetting } from '../../kernel/settings/read-setting.ts';
import { slotQuota } from '../settings.ts';
import type { Slot } from './slot.ts';
import { countSlots } from './slot-items.ts';

/**
 * Counts what the months of the new slots hold already. No counter, which slots would leave when they pass or move to
 * another month: two requests at the same moment may together go a little over the limit.
 *
 * @throws HeraldError `limit_reached`
 */
export async function requireRoomForSlots(tenantId: string, slots: Slot[]): Promise<void> {
  if (slots.length === 0) return;
  const limit = await readSetting(tenantId, slotQuota);
  const months = Map.groupBy(slots, ({ platformId, instant }) => `${platformId} ${instant.slice(0, 7)}`);
  await Promise.all(
    [...months.values()].map(async (added) => {
      const { platformId, instant } = added[0]!;
      const most = limit - added.length + 1;
      const there = most <= 0 ? 0 : await countSlots(tenantId, platformId, { ...monthOf(instant), most });
      if (most <= 0 || there >= most) throw limitReached(slotQuota, limit);
    }),
  );
}

/** The month (UTC) of an instant, in milliseconds. */
function monthOf(instant: string): { from: number; to: number } {
  const [year, month] = instant.split('-').map(Number) as [number, number];
  return { from: Date.UTC(year, month - 1), to: Date.UTC(year, month) };
}
