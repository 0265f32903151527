import type * as z from 'zod';
import { HeraldError } from '../kernel/herald-error.ts';
import type { ContentProblem } from '../kernel/problem.ts';
import type { PlatformAdapter, PlatformContext } from '../platforms/contract/adapter.ts';
import { isPlatformKind, type PlatformKind, platformKinds } from '../platforms/registry.ts';

/** @throws HeraldError `invalid_request` that names the kinds there are */
export function parseKind(kind: string): PlatformKind {
  if (isPlatformKind(kind)) return kind;
  const message = `"${kind}" is not a kind of platform that Herald knows.`;
  throw new HeraldError('invalid_request', message, {
    remedy: `Use one of: ${platformKinds.join(', ')}.`,
    problems: [{ field: '/kind', code: 'unknown_kind', message, remedy: `Use one of: ${platformKinds.join(', ')}.` }],
  });
}

export interface PlatformSettings {
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
  const config = adapter.schemas.publishConfig.safeParse(input.publishConfig);
  const credentials =
    input.credentials === undefined ? undefined : adapter.schemas.credentials.safeParse(input.credentials);
  const problems = [
    ...(config.success ? [] : problemsOf('publishConfig', config.error)),
    ...(credentials === undefined || credentials.success ? [] : problemsOf('credentials', credentials.error)),
  ];
  if (problems.length > 0) {
    throw new HeraldError('invalid_request', `The settings do not fit a ${adapter.rules.displayName} platform.`, {
      remedy: 'Mend each of the problems and send it again.',
      problems,
    });
  }
  return { publishConfig: config.data as PlatformSettings['publishConfig'], credentials: credentials?.data };
}

function problemsOf(field: 'publishConfig' | 'credentials', error: z.ZodError): ContentProblem[] {
  return error.issues.map((issue) => ({
    field: ['', field, ...issue.path].join('/'),
    code: issue.code,
    message: issue.message,
    remedy: 'See the shape of this kind of platform in the documentation.',
  }));
}
