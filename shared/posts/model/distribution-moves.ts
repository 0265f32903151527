import { HeraldError } from '../../kernel/herald-error.ts';
import type { Distribution, DistributionStatus } from './distribution.ts';

/** Every legal move of a distribution. Nothing writes a status that is not the target of one of these. */
export const moves = {
  request: {
    from: ['draft', 'publish_requested', 'scheduled', 'preparing', 'failed', 'cancelled', 'missed'],
    to: 'publish_requested',
  },
  approve: { from: ['publish_requested'], to: 'scheduled' },
  reject: { from: ['publish_requested'], to: 'draft' },
  schedule: {
    from: ['draft', 'publish_requested', 'scheduled', 'preparing', 'failed', 'cancelled', 'missed'],
    to: 'scheduled',
  },
  unschedule: { from: ['scheduled', 'preparing', 'publish_requested'], to: 'draft' },
  prepare: { from: ['scheduled', 'preparing'], to: 'preparing' },
  lineUp: { from: ['scheduled', 'preparing'], to: 'scheduled' },
  suspend: { from: ['scheduled', 'preparing', 'publishing'], to: 'scheduled' },
  release: { from: ['scheduled'], to: 'scheduled' },
  miss: { from: ['scheduled', 'preparing'], to: 'missed' },
  ask: { from: ['scheduled', 'preparing'], to: 'publish_requested' },
  attempt: { from: ['scheduled', 'preparing'], to: 'publishing' },
  hold: { from: ['publishing'], to: 'publishing' },
  succeed: { from: ['publishing', 'unknown'], to: 'published' },
  fail: { from: ['scheduled', 'preparing', 'publishing', 'unknown'], to: 'failed' },
  postpone: { from: ['scheduled', 'preparing', 'publishing', 'unknown'], to: 'scheduled' },
  loseTrack: { from: ['publishing'], to: 'unknown' },
  lookAgain: { from: ['unknown'], to: 'unknown' },
  cancel: {
    from: ['draft', 'publish_requested', 'scheduled', 'preparing', 'failed', 'missed'],
    to: 'cancelled',
  },
  retry: { from: ['failed', 'missed'], to: 'scheduled' },
  archive: { from: ['draft', 'published', 'failed', 'missed', 'cancelled', 'unknown'], to: 'archived' },
} as const satisfies Record<string, { from: readonly DistributionStatus[]; to: DistributionStatus }>;

export type Move = keyof typeof moves;

export function isLegal(status: DistributionStatus, move: Move): boolean {
  return (moves[move].from as readonly DistributionStatus[]).includes(status);
}

const reasons: Partial<Record<DistributionStatus, string>> = {
  published: 'It is published already. What stands on the platform is changed or deleted there.',
  publishing: 'It is being published at this moment. Wait a few seconds and read it again.',
  unknown:
    'Whether it was published is not known: Herald asks the platform, or you say it with POST /api/v1/distributions/{id}/resolve.',
  archived: 'It is archived. Create a new distribution instead.',
  cancelled: 'It was cancelled. Give it a new time with PATCH, or create a new distribution.',
};

/** @throws HeraldError `illegal_move` that says why and what would be possible */
export function assertLegal(distribution: Pick<Distribution, 'id' | 'status'>, move: Move, action: string): void {
  if (isLegal(distribution.status, move)) return;
  throw new HeraldError(
    'illegal_move',
    `Distribution ${distribution.id} cannot ${action}: its status is "${distribution.status}".`,
    {
      remedy: reasons[distribution.status] ?? `This is possible from: ${moves[move].from.join(', ')}.`,
      extra: { currentStatus: distribution.status },
    },
  );
}
