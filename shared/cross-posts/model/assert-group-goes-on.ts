import { HeraldError } from '../../kernel/herald-error.ts';
import { type CrossPostGroup, groupStatus } from './cross-post-group.ts';

/** @throws HeraldError `illegal_move` where every member has ended; its remedy says what is still possible */
export function assertGroupGoesOn(group: CrossPostGroup, action: string): void {
  const status = groupStatus(group);
  if (status === 'pending' || status === 'in_progress') return;
  const message = `The cross-post ${group.id} cannot ${action}: all of its members have ended, its status is "${status}".`;
  throw new HeraldError('illegal_move', message, {
    remedy: 'Retry a failed member or give it a new time by itself, or make a new cross-post.',
    extra: { currentStatus: status },
  });
}
