import { withoutFinalSlashes } from '../../../kernel/web-address.ts';

/** Pages of a site whose address users copy from the browser, and where the API answers. */
const INSIDE = ['/wp-admin', '/wp-json', '/wp-login.php', '/xmlrpc.php', '/index.php'];

/** The site's own address, with its path if it has one, from whichever address of it was copied. */
export function siteAddress(given: string): string {
  const [withoutQuery = ''] = given.trim().split(/[?#]/, 1);
  const place = INSIDE.map((path) => `${withoutQuery}/`.indexOf(`${path}/`)).filter((at) => at !== -1);
  return withoutFinalSlashes(place.length === 0 ? withoutQuery : withoutQuery.slice(0, Math.min(...place)));
}

/** Whether an address is of the site: on its host, on `www.` of it or without that, and on https instead of http. */
export function isSameSite(site: URL, to: URL): boolean {
  if (to.username !== '' || to.password !== '' || bare(to) !== bare(site)) return false;
  if (to.protocol === site.protocol) return to.port === site.port;
  const becomesSafe = site.protocol === 'http:' && to.protocol === 'https:';
  return becomesSafe && to.port === site.port;
}

const bare = ({ hostname }: URL) => hostname.replace(/^www\./, '');
