import { HeraldError } from '../kernel/herald-error.ts';

/**
 * Takes JSON in UTF-8, or a body of which nothing is said. A form is refused although it might hold JSON: most programs
 * that send one mean a form.
 *
 * @throws HeraldError `unsupported_media_type`
 */
export function assertJson(header: string | undefined): void {
  if (header === undefined || header.trim() === '') return;
  const [type = '', ...parameters] = header.split(';').map((part) => part.trim().toLowerCase());
  if (!isJson(type)) throw unsupported(`The body is said to be "${type.slice(0, 100)}".`);
  const charset = parameters
    .find((one) => one.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '');
  if (charset !== undefined && !UTF8.includes(charset)) {
    throw unsupported(`The body is said to be in the charset "${charset.slice(0, 100)}".`);
  }
}

/** ASCII is a part of it. */
const UTF8 = ['utf-8', 'utf8', 'us-ascii'];

const isJson = (type: string) =>
  type === 'application/json' || type === 'text/json' || (type.startsWith('application/') && type.endsWith('+json'));

function unsupported(said: string): HeraldError {
  return new HeraldError('unsupported_media_type', `${said} This path takes JSON in UTF-8.`, {
    remedy: 'Send the header "content-type: application/json"; with curl, "--json" does it in place of "-d".',
    headers: { accept: 'application/json' },
  });
}
