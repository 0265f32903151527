import { HeraldError } from '../herald-error.ts';
import type { ContentProblem } from '../problem.ts';
import { GuardFailed } from './transact.ts';

/** Runs a write and turns the guard that refused it into words for the caller. */
export async function withGuardErrors<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof GuardFailed) throw error.guard?.refusal?.(error.item, error) ?? explain(error);
    throw error;
  }
}

/** The same text goes to the same platform within 24 hours: in the words of a refusal and of a dry run. */
export function sameTextProblem(existingId: string): ContentProblem {
  return {
    field: '/body',
    code: 'duplicate_content',
    message: 'The same text goes to this platform within 24 hours already.',
    remedy: `See distribution ${existingId}, change the text, or send "allowDuplicate": true.`,
  };
}

function explain(guard: GuardFailed): HeraldError | GuardFailed {
  switch (guard.label) {
    case 'contentHash': {
      const existingId = String(guard.item?.distributionId);
      const problem = sameTextProblem(existingId);
      return new HeraldError('duplicate_content', problem.message, {
        remedy: problem.remedy,
        problems: [problem],
        extra: { existingId },
        cause: guard,
      });
    }
    // Its id is made from the idempotency key, and the record that would give the first answer again is gone.
    case 'newDistribution':
    case 'newPlatform':
    case 'newApiKey':
    case 'newContent':
    case 'newGroup':
    case 'newImport':
    case 'newFeed':
    case 'newSeries':
    case 'newSlotRule':
    case 'newCalendarLink':
      return new HeraldError('idempotency_key_reused', 'This Idempotency-Key made something more than a day ago.', {
        remedy: 'Use a new key for a new request.',
        cause: guard,
      });
    case 'groupPause':
      return new HeraldError('conflict', 'The cross-post was paused or resumed at the same moment.', {
        remedy: 'Read it again and repeat the request if it still makes sense.',
        cause: guard,
      });
    case 'platform':
      return new HeraldError('conflict', 'The platform was changed or deleted at the same moment.', {
        remedy: 'Read the platform again and repeat the request.',
        cause: guard,
      });
    case 'content':
      return new HeraldError('conflict', 'The content was changed or deleted at the same moment.', {
        remedy: 'Read it again and repeat the request if it still makes sense.',
        cause: guard,
      });
    case 'feed':
      return new HeraldError('conflict', 'The feed was changed or deleted at the same moment.', {
        remedy: 'Read it again and repeat the request if it still makes sense.',
        cause: guard,
      });
    case 'series':
      return new HeraldError('conflict', 'The series was changed at the same moment.', {
        remedy: 'Read it again and repeat the request if it still makes sense.',
        cause: guard,
      });
    case 'slotRule':
    case 'calendarLink':
      return new HeraldError('conflict', 'It was changed or deleted at the same moment.', {
        remedy: 'Read it again and repeat the request if it still makes sense.',
        cause: guard,
      });
    case 'distribution':
      return new HeraldError('conflict', 'The distribution was changed at the same moment.', {
        remedy: 'Read it again and repeat the request if it still makes sense.',
        cause: guard,
      });
    default:
      // `idempotency`: the handler answers with what the first request left.
      return guard;
  }
}
