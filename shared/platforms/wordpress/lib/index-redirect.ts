import { PlatformError } from '../../contract/platform-failure.ts';
import { quote } from '../../http/redact.ts';
import { isSameSite, siteAddress } from './site-address.ts';

/**
 * Where the site's index may be after a redirect, with the credentials: on the same host, on `www.` of it or without
 * that, and on https instead of http. Whoever else is named there gets no credentials and is not asked.
 *
 * @throws PlatformError that names the other address
 */
export function indexRedirect(
  site: string,
  from: string,
  { location, status, credentials }: { location: string; status: number; credentials: unknown },
): string {
  const to = URL.canParse(location, from) ? new URL(location, from) : undefined;
  if (to !== undefined && isSameSite(new URL(site), to)) return to.href;
  const isPermanent = status === 301 || status === 308;
  const where = to === undefined ? 'what is no address' : quote(to.host, credentials, 253);
  const fresh = to === undefined ? '' : ` (${quote(siteAddress(to.origin + to.pathname), credentials, 200)})`;
  // A firewall sends its visitors elsewhere for a moment: that is no reason to cut the account off.
  const failure = { class: isPermanent ? 'RECONNECT' : 'RETRY_LATER' } as const;
  const remedy = `${isPermanent ? '' : 'It is tried again. '}If the site has moved, reconnect with the new address${fresh}.`;
  throw new PlatformError(failure, `The WordPress site redirects its REST API to ${where}.`, {
    remedy,
    platformCode: 'REDIRECT_REFUSED',
    httpStatus: status,
  });
}
