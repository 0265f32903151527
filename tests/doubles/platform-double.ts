import type { DoubleAnswer, DoubleRequest, HttpDouble } from './http-double.ts';

/** What the contract suite needs to know of every platform's stand-in. */
export interface PlatformDouble extends HttpDouble {
  /** Everything that the public can see, as it was sent, oldest first. */
  readonly posts: Record<string, unknown>[];
  /** For threads: each public post and the one that it answers to, oldest first. */
  links?(): { id: string; parent?: string }[];
  /** Drafts and uploads that are not part of a public post and will not vanish by themselves. */
  leftovers(): unknown[];
  /** Whether this is the call that makes a post public. */
  isPublish(request: DoubleRequest): boolean;
  /** How the real platform says these things. */
  readonly answers: {
    rateLimited(resetAt: number): DoubleAnswer;
    /** Echoes what was sent, credentials too, as careless servers do. */
    serverError(request?: DoubleRequest): DoubleAnswer;
    unauthorized: DoubleAnswer;
    rejected: DoubleAnswer;
  };
}

export function parseJson(request: DoubleRequest, refuse: (message: string) => DoubleAnswer): Record<string, unknown> {
  if (!(request.headers['content-type'] ?? '').startsWith('application/json'))
    throw refuse('The content type is not JSON.');
  try {
    const value: unknown = JSON.parse(request.body.toString());
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Answered below, like any other body that is no object.
  }
  throw refuse('The body is not a JSON object.');
}
