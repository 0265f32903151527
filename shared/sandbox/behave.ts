import { createHash } from 'node:crypto';
import { sleepUntil } from '../kernel/time/clock.ts';
import type { SandboxBehaviour } from '../platforms/sandbox/lib/behaviour.ts';
import { countTry } from './try-items.ts';

/** Longer than any publisher waits for an answer, shorter than the function's own time. */
const TOO_LONG_MS = 22_000;

/**
 * How the sandbox treats this try of a post that asks for a behaviour: as asked for its first `times` tries, normally
 * after them. It counts tries by the post's reference or, without one, by its text.
 */
export async function behaviourOfTry(
  tenantId: string,
  { reference, text, behaviour }: { reference?: string; text: string; behaviour?: SandboxBehaviour },
): Promise<SandboxBehaviour | undefined> {
  if (behaviour === undefined) return undefined;
  if (behaviour.times === undefined) return behaviour;
  const mark = reference ?? `text-${createHash('sha256').update(text).digest('hex')}`;
  const tries = await countTry(tenantId, mark);
  return tries <= behaviour.times ? behaviour : undefined;
}

export async function wait(milliseconds = TOO_LONG_MS): Promise<void> {
  await sleepUntil(Date.now() + milliseconds);
}
