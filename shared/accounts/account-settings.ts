import { HeraldError } from '../kernel/herald-error.ts';
import { parseBySchema } from '../kernel/schema-problems.ts';
import type { PlatformAdapter, PlatformContext } from '../platforms/contract/adapter.ts';
import { isPlatformKind, type PlatformKind, platformKinds } from '../platforms/registry.ts';

/** Where an account says nothing of its retries. */
export const DEFAULT_MAX_RETRIES = 3;
export const DEFAULT_RETRY_DELAY_SECONDS = 300;

/** @throws HeraldError `invalid_request` that names the kinds there are */
export function parseKind(kind: string): PlatformKind {
  if (isPlatformKind(kind)) return kind;
  const message = `"${kind}" is not a kind of platform that Herald knows.`;
  throw new HeraldError('invalid_request', message, {
    remedy: `Use one of: ${platformKinds.join(', ')}.`,
    problems: [{ field: '/kind', code: 'unknown_kind', message, remedy: `Use one of: ${platformKinds.join(', ')}.` }],
  });
}

interface PlatformSettings {
  publishConfig: PlatformContext['platform']['publishConfig'];
  credentials: unknown;
}

/**
 * Checks configuration and credentials against the platform's own schemas.
 *
 * @throws HeraldError `invalid_request` with every problem; values are never repeated in it, since they are secrets
 */
export function parseSettings(
  adapter: PlatformAdapter,
  input: { publishConfig: unknown; credentials?: unknown },
): PlatformSettings {
  const config = parseBySchema(adapter.schemas.publishConfig, input.publishConfig, {
    at: '/publishConfig',
    isSecret: true,
  });
  const credentials =
    input.credentials === undefined
      ? undefined
      : parseBySchema(adapter.schemas.credentials, input.credentials, { at: '/credentials', isSecret: true });
  const problems = [...config.problems, ...(credentials?.problems ?? [])];
  if (problems.length > 0) {
    throw new HeraldError('invalid_request', `The settings do not fit a ${adapter.rules.displayName} platform.`, {
      remedy: 'Correct each of them and send it again; GET /api/v1/docs says what each kind of platform needs.',
      problems,
    });
  }
  return { publishConfig: config.data as PlatformSettings['publishConfig'], credentials: credentials?.data };
}
