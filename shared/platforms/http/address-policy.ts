import { BlockList, isIP } from 'node:net';

/** Which addresses a deployment may call: those of the public internet, or also this machine's own, without encryption. */
export type AddressPolicy = 'public' | 'loopback';

/** An address that the deployment's policy does not let us reach. The message names the host and the rule. */
export class AddressRefusedError extends Error {
  override readonly name = 'AddressRefusedError';
}

const loopback = blockList({ ipv4: ['127.0.0.0/8'], ipv6: ['::1/128'] });

/** The IPv6 addresses that IANA has given out to be reached from everywhere. All others are refused, known or not. */
const globalUnicast = blockList({ ipv4: [], ipv6: ['2000::/3'] });
/** IPv4 in IPv6 clothes: judged as the IPv4 address that it is. */
const mapped = blockList({ ipv4: [], ipv6: ['::ffff:0:0/96'] });

/** What is not the public internet all the same: IANA's special-purpose registries. */
const notPublic = blockList({
  ipv4: [
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.88.99.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '224.0.0.0/4',
    '240.0.0.0/4',
  ],
  // Teredo and benchmarks, documentation (twice), 6to4.
  ipv6: ['2001::/23', '2001:db8::/32', '3fff::/20', '2002::/16'],
});

export function assertProtocolAllowed(protocol: string, host: string, policy: AddressPolicy): void {
  if (protocol === 'https:') return;
  if (protocol === 'http:' && policy === 'loopback') return;
  throw new AddressRefusedError(
    `${host} is refused: only https addresses are allowed, not ${protocol.replace(':', '')}.`,
  );
}

/** @throws AddressRefusedError when `address`, to which `host` resolved, is not to be connected to */
export function assertAddressAllowed(address: string, host: string, policy: AddressPolicy): void {
  if (isAddressAllowed(address, policy)) return;
  const which = host === address ? host : `${host} (${address})`;
  throw new AddressRefusedError(`${which} is refused: it is not a public internet address.`);
}

export function isAddressAllowed(address: string, policy: AddressPolicy): boolean {
  const [bare = ''] = address.split('%');
  const family = isIP(bare);
  if (family === 0) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  if (policy === 'loopback' && loopback.check(bare, type)) return true;
  if (type === 'ipv6' && !globalUnicast.check(bare, type) && !mapped.check(bare, type)) return false;
  return !notPublic.check(bare, type);
}

function blockList(ranges: { ipv4: string[]; ipv6: string[] }): BlockList {
  const list = new BlockList();
  for (const type of ['ipv4', 'ipv6'] as const) {
    for (const range of ranges[type]) {
      const [network, prefix] = range.split('/') as [string, string];
      list.addSubnet(network, Number(prefix), type);
    }
  }
  return list;
}
