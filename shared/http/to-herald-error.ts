import { HeraldError } from '../kernel/herald-error.ts';
import { isPassingError } from '../kernel/passing-errors.ts';

/** Whatever is not ours to explain says nothing of its inside. */
export function toHeraldError(error: unknown): HeraldError {
  if (error instanceof HeraldError) return error;
  if (isPassingError(error)) {
    return new HeraldError('unavailable', 'A service that Herald needs is busy or does not answer.', {
      remedy: 'Try again in a few seconds, with the same Idempotency-Key.',
      cause: error,
    });
  }
  return new HeraldError('internal', 'An unexpected error stopped this request.', {
    remedy: 'Try again. If it stays, tell the operator the requestId.',
    cause: error,
  });
}
