import type { ContentProblem } from '../../kernel/problem.ts';

/** The same text goes to the same platform within 24 hours: in the words of a refusal and of a dry run. */
export function sameTextProblem(existingId: string): ContentProblem {
  return {
    field: '/body',
    code: 'duplicate_content',
    message: 'The same text goes to this platform within 24 hours already.',
    remedy: `See distribution ${existingId}, change the text, or send "allowDuplicate": true (with PATCH for a distribution that exists).`,
  };
}
