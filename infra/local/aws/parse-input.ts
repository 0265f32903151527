import type * as z from 'zod';
import { AwsError } from './aws-error.ts';

/** @throws AwsError of the given code that lists every member that is wrong, worded as AWS does */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  code = 'ValidationException',
): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;

  const problems = result.error.issues.map((issue) => {
    const member = issue.path.map((part) => lowerFirst(String(part))).join('.');
    if (issue.code === 'unrecognized_keys') {
      return `the local cloud does not know the member ${issue.keys.join(', ')} of '${member}'`;
    }
    return `Value at '${member}' failed to satisfy constraint: ${issue.message}`;
  });
  const count = problems.length === 1 ? '1 validation error' : `${problems.length} validation errors`;
  throw new AwsError(code, `${count} detected: ${problems.join('; ')}`);
}

const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
