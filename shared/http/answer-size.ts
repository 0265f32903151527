import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { HeraldError } from '../kernel/herald-error.ts';

/** A function answers with 6 MB at most, in which the body stands as an escaped string beside the headers. */
const MAX_BYTES = 6_000_000;
/** No character of JSON text or iCalendar takes more than this once it is escaped. */
const SURELY_FITS = MAX_BYTES / 6;

/**
 * A calendar has as much as its owner put into it: one that no function can send is refused with the way around it.
 *
 * @throws HeraldError `invalid_request`
 */
export function assertFits({ body = '' }: APIGatewayProxyStructuredResultV2): void {
  if (body.length <= SURELY_FITS) return;
  const actual = Buffer.byteLength(JSON.stringify(body));
  if (actual <= MAX_BYTES) return;
  const message = `The answer would have ${actual} bytes, and one can have ${MAX_BYTES}.`;
  const remedy = 'Ask for less at once: fewer days, one platform ("platformId"), or a smaller "limit".';
  const problems = [{ field: '/', code: 'too_large', message, remedy, limit: MAX_BYTES, actual }];
  throw new HeraldError('invalid_request', message, { remedy, problems });
}
