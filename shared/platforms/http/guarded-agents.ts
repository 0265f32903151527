import dns, { type LookupAddress } from 'node:dns';
import type { Agent } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { AddressPolicy } from './address-policy.ts';
import {
  AddressRefusedError,
  assertAddressAllowed,
  assertProtocolAllowed,
  isAddressAllowed,
} from './address-policy.ts';
import { http } from './node-http.ts';

export interface GuardedAgents {
  http: Agent;
  https: https.Agent;
}

type Resolve = (
  host: string,
  options: { all: true },
  done: (error: Error | null, found: LookupAddress[]) => void,
) => void;

/**
 * Agents that connect only where the policy allows. The check is on the address that is connected to, at that moment,
 * so that a name which changes its address between check and use gains nothing.
 *
 * Connections are not kept: a kept one that the other side closed looks like a lost answer, and a lost answer to a post
 * must be looked up.
 */
export function guardedAgents(policy: AddressPolicy, resolve: Resolve = dns.lookup): GuardedAgents {
  const options = { keepAlive: false, lookup: guardedLookup(policy, resolve) };
  return {
    http: guard(new http.Agent(options), 'http:', policy),
    https: guard(new https.Agent(options), 'https:', policy),
  };
}

/** Node asks no lookup about a host that is an address already, so that one is checked before connecting. */
function guard<A extends Agent>(agent: A, protocol: string, policy: AddressPolicy): A {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, done) => {
    const host = options.host ?? '';
    try {
      assertProtocolAllowed(protocol, host, policy);
      if (isIP(host) !== 0) assertAddressAllowed(host, host, policy);
    } catch (error) {
      done?.(error as Error, undefined as never);
      return undefined as never;
    }
    return connect(options, done);
  };
  return agent;
}

function guardedLookup(policy: AddressPolicy, resolve: Resolve): LookupFunction {
  return (host, options, done) => {
    const answer = done as (error: Error | null, address: string | LookupAddress[], family?: number) => void;
    resolve(host, { ...options, all: true }, (error, found) => {
      if (error !== null) return answer(error, []);
      const allowed = found.filter(({ address }) => isAddressAllowed(address, policy));
      const first = allowed[0];
      if (first === undefined) {
        const refused = found.map(({ address }) => address).join(', ');
        return answer(
          new AddressRefusedError(`${host} (${refused}) is refused: it is not a public internet address.`),
          [],
        );
      }
      if (options.all === true) return answer(null, allowed);
      return answer(null, first.address, first.family);
    });
  };
}
