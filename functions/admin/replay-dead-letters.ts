import { replayDeadLetters } from '../../shared/operations/replay-dead-letters.ts';
import type { Arguments } from './arguments.ts';
import { operator } from './operator.ts';
import { print } from './terminal.ts';

/** One line per message that stays, one per queue, and one in the end. */
export async function run({ queue, max }: Arguments): Promise<void> {
  const report = await replayDeadLetters({ actor: operator(), queue, max });
  for (const { queue: name, messageId, reason, remedy } of report.problems) {
    print(`${name}  ${messageId}  ${reason} ${remedy}`);
  }
  for (const { queue: name, replayed, skipped, left } of report.byQueue) {
    print(`${name}: ${replayed} replayed, ${skipped} had nothing left to do, ${left} stay`);
  }
  const { replayed, skipped, left, complete } = report;
  const more = complete ? '' : ' There may be more: run it again.';
  print(`${replayed} replayed, ${skipped} cleared away, ${left} left.${more}`);
}
