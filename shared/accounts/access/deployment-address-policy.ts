import { environment } from '../../kernel/environment.ts';
import type { AddressPolicy } from '../../platforms/http/address-policy.ts';

/** Which addresses this deployment may call: only the local cloud's may be on this machine. */
export function addressPolicy(): AddressPolicy {
  return environment('ALLOW_LOOPBACK_ADDRESSES') === 'true' ? 'loopback' : 'public';
}
