import type * as z from 'zod';
import { PlatformError } from '../contract/platform-failure.ts';

/** The body of a success, checked by the schema. @throws PlatformError when the body does not fit it */
export function readAnswer<S extends z.ZodType>(
  schema: S,
  body: unknown,
  { platform, visible = false }: { platform: string; visible?: boolean },
): z.infer<S> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.').slice(0, 100) ?? '';
  const message = `${platform} answered a success whose content is not as documented${where === '' ? '' : ` (${where})`}.`;
  throw new PlatformError({ class: visible ? 'UNKNOWN_OUTCOME' : 'RETRY_LATER' }, message, {
    remedy: visible
      ? 'It may be published: the platform is asked before anything else is tried.'
      : 'It is tried again.',
  });
}
