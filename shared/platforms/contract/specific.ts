import type * as z from 'zod';
import type { DistributionContent } from './content.ts';
import { schemaProblems } from './content-checks.ts';
import { PlatformError } from './platform-failure.ts';

/** The content's platform-specific fields. @throws PlatformError CONTENT_REJECTED where `validate` would have objected */
export function specificOf<S extends z.ZodType>(content: DistributionContent, schema: S): z.infer<S> {
  const given = content.platformSpecific ?? {};
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [problem] = schemaProblems(schema, given, '/platformSpecific');
  throw new PlatformError(
    { class: 'CONTENT_REJECTED', field: problem?.field },
    problem?.message ?? 'Invalid settings.',
    {
      remedy: problem?.remedy ?? 'Correct the platform-specific settings.',
    },
  );
}
