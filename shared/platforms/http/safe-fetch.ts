import type { AddressPolicy } from './address-policy.ts';
import { assertProtocolAllowed } from './address-policy.ts';
import { type Budget, type BudgetName, budgets } from './budgets.ts';
import { exchange } from './exchange.ts';
import { type GuardedAgents, guardedAgents } from './guarded-agents.ts';
import { type OutgoingCall, outgoingCall } from './outgoing-call.ts';
import { wholeResponse } from './whole-response.ts';
import { RedirectRefusedError } from './wire-error.ts';

const MAX_REDIRECTS = 5;
const PERMANENT = new Set([301, 308]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const USER_AGENT = 'Herald/1';

/** What a call says of itself beside what `fetch` takes. */
interface CallKind {
  /** Default: `answer`. */
  budget?: BudgetName;
  /** Less than the budget's bytes. */
  maxBytes?: number;
}

export type GuardedFetch = (input: string | URL | Request, init?: RequestInit & CallKind) => Promise<Response>;

interface Options {
  agents?: GuardedAgents;
  /** Instead of the ones that `budgets.ts` names. */
  budgetFor?: (name: BudgetName) => Budget;
}

/**
 * The one way out of the house. As `fetch`, with three differences: it connects only where the deployment's address
 * policy allows, every call has a budget of bytes and of time in each phase, and the answer is complete when it
 * resolves. Of a refusal it has the first megabyte.
 *
 * It follows at most five redirects and only for GET and HEAD (a POST that is redirected would arrive as a GET).
 * @throws WireError, AddressRefusedError (in the promise), and nothing else
 */
export function createSafeFetch(policy: AddressPolicy, options: Options = {}): GuardedFetch {
  const { agents = agentsOf(policy), budgetFor = (name) => budgets[name] } = options;
  return async (input, init = {}) => {
    const given = budgetFor(init.budget ?? 'answer');
    const budget = { ...given, maxBytes: Math.min(given.maxBytes, init.maxBytes ?? given.maxBytes) };
    let call = await outgoingCall(input, init);
    for (let redirects = 0; ; redirects++) {
      const { url, method, body, signal } = call;
      assertProtocolAllowed(url.protocol, url.hostname, policy);
      const answer = await exchange(url, { method, headers: headersOf(call), body, signal, budget, agents });
      const location = answer.headers.get('location');
      if (!REDIRECTS.has(answer.status) || location === null || call.redirect === 'manual') {
        // Without the server's reason phrase: it may be anything, and nobody reads it.
        return wholeResponse(answer, url);
      }
      call = redirected(call, { status: answer.status, location, redirects });
    }
  };
}

const agentsByPolicy = new Map<AddressPolicy, GuardedAgents>();

/** The same for every call, which remember how each host was talked to: the second encrypted connection costs less. */
function agentsOf(policy: AddressPolicy): GuardedAgents {
  const known = agentsByPolicy.get(policy);
  if (known !== undefined) return known;
  const agents = guardedAgents(policy);
  agentsByPolicy.set(policy, agents);
  return agents;
}

function headersOf({ headers, body }: OutgoingCall): Record<string, string> {
  return {
    'user-agent': USER_AGENT,
    'accept-encoding': 'gzip, br',
    ...Object.fromEntries(headers),
    ...(body !== undefined && { 'content-length': String(body.length) }),
  };
}

interface Hop {
  status: number;
  location: string;
  /** How many came before this one. */
  redirects: number;
}

/** The next hop. Another origin does not get our credentials. */
function redirected(call: OutgoingCall, { status, location, redirects }: Hop): OutgoingCall {
  const { url: from, method } = call;
  const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  const refuse = (what: string) =>
    new RedirectRefusedError(what, {
      to: to === undefined ? undefined : to.origin + to.pathname,
      isPermanent: PERMANENT.has(status),
    });
  if (to === undefined || to.username !== '' || to.password !== '') {
    throw refuse('redirects to what is no web address');
  }
  if (!['GET', 'HEAD'].includes(method)) {
    throw refuse(`redirects a ${method} request to ${to.host}: use the address it redirects to`);
  }
  if (call.redirect === 'error') throw refuse(`redirects to ${to.host}`);
  if (redirects === MAX_REDIRECTS) throw refuse(`redirects more than ${MAX_REDIRECTS} times`);
  const headers = new Headers(call.headers);
  if (to.origin !== from.origin) {
    headers.delete('authorization');
    headers.delete('cookie');
  }
  return { ...call, url: to, headers, body: undefined };
}
