import { Temporal } from '@js-temporal/polyfill';
import { AwsError } from '../aws-error.ts';

const AT = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/;

/**
 * The moment that `at(yyyy-mm-ddThh:mm:ss)` means in a time zone, in milliseconds since the epoch.
 *
 * A local time that a clock change skips counts as the time that much later, and one that comes twice as the first.
 * Repeating expressions aren't supported: a rule of the event bus does what they do.
 *
 * @throws AwsError ValidationException
 */
export function momentOf(expression: string, timeZone: string): number {
  const [, local] = AT.exec(expression) ?? [];
  if (!local) {
    throw new AwsError(
      'ValidationException',
      `Invalid Schedule Expression ${expression}. The local cloud takes at(yyyy-mm-ddThh:mm:ss) alone.`,
    );
  }
  const dateTime = orInvalid(`Invalid Schedule Expression ${expression}.`, () => Temporal.PlainDateTime.from(local));
  return orInvalid(
    `Invalid Schedule Expression Timezone ${timeZone}.`,
    () => dateTime.toZonedDateTime(timeZone).epochMilliseconds,
  );
}

function orInvalid<T>(message: string, convert: () => T): T {
  try {
    return convert();
  } catch {
    throw new AwsError('ValidationException', message);
  }
}
