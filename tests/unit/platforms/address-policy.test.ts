import { describe, expect, it } from 'vitest';
import { isAddressAllowed } from '../../../shared/platforms/http/address-policy.ts';

const publicAddresses = [
  '93.184.216.34',
  '8.8.8.8',
  '172.15.0.1',
  '192.169.0.1',
  '2606:4700::1111',
  '2001:4860:4860::8888',
  '::ffff:8.8.8.8',
];
const loopback = ['127.0.0.1', '127.255.255.254', '::1', '::ffff:127.0.0.1'];
const neverAllowed = [
  ...['0.0.0.0', '10.0.0.1', '100.64.0.1', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  ...['192.0.2.1', '198.18.0.1', '198.51.100.7', '203.0.113.9', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
  ...['::', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd00:ec2::254', 'ff02::1', '2001:db8::1', '64:ff9b::a00:1'],
  // Forms that no list of refused ranges foresees: translated, mapped twice, not given out yet.
  ...[
    '::ffff:0:127.0.0.1',
    '::ffff:0:7f00:1',
    '100:0:0:1::1',
    '4000::',
    '1fff::1',
    '5f00::1',
    '64:ff9b:1::1',
    '2001::1',
    '3fff::1',
  ],
  ...['2002:7f00:1::', '::ffff:10.0.0.1', '::ffff:169.254.169.254', '::127.0.0.1', 'localhost', '', '127.1'],
];

describe('the address policy', () => {
  it.each(publicAddresses)('lets %s pass under both policies', (address) => {
    expect([isAddressAllowed(address, 'public'), isAddressAllowed(address, 'loopback')]).toEqual([true, true]);
  });

  it.each(loopback)('lets %s pass only where loopback is allowed', (address) => {
    expect([isAddressAllowed(address, 'public'), isAddressAllowed(address, 'loopback')]).toEqual([false, true]);
  });

  it.each(neverAllowed)('never lets "%s" pass', (address) => {
    expect([isAddressAllowed(address, 'public'), isAddressAllowed(address, 'loopback')]).toEqual([false, false]);
  });
});
