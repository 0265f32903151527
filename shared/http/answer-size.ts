import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { HeraldError } from '../kernel/herald-error.ts';
import type { ContentProblem } from '../kernel/problem.ts';
import type { Endpoint } from '../kernel/requests/endpoint.ts';

/** Lambda answers with at most 6 MB: the headers, and the body as an escaped string. */
export const MAX_ANSWER_BYTES = 6_000_000;
/** No character of JSON text or iCalendar takes more than this once it is escaped. */
const SURELY_FITS = MAX_ANSWER_BYTES / 6;

const LESS = {
  field: '',
  remedy: 'Ask for less at once: fewer days, one platform ("platformId"), or a smaller "limit".',
};

/**
 * An answer that Lambda cannot send would end as the gateway's bare 502. What only reads is refused, with the way
 * around it; what has changed something is done, and the answer says so.
 *
 * @throws HeraldError `invalid_request`, `answer_too_large`
 */
export function assertFits(endpoint: Endpoint, { body = '' }: APIGatewayProxyStructuredResultV2): void {
  if (body.length <= SURELY_FITS) return;
  const actual = Buffer.byteLength(JSON.stringify(body));
  if (actual <= MAX_ANSWER_BYTES) return;
  const message = `The answer would have ${actual} bytes, and one can have ${MAX_ANSWER_BYTES}.`;
  if (!onlyReads(endpoint)) {
    throw new HeraldError('answer_too_large', `${message} What you asked for is done.`, {
      remedy: 'Do not repeat the request: read what came of it with GET, and ask for less at once the next time.',
    });
  }
  const { field, remedy } = endpoint.whenTooLarge ?? LESS;
  const problems: ContentProblem[] = [{ field, code: 'too_large', message, remedy, limit: MAX_ANSWER_BYTES, actual }];
  throw new HeraldError('invalid_request', message, { remedy, problems });
}

/** A POST with the scope `read` (a preview, a dry run) stores nothing. */
const onlyReads = ({ route, scope }: Endpoint) => route.startsWith('GET ') || scope === 'read';
