import type { AddressPolicy } from './address-policy.ts';
import { AddressRefusedError, assertProtocolAllowed } from './address-policy.ts';
import { type Budget, type BudgetName, budgets } from './budgets.ts';
import { type Answer, exchange } from './exchange.ts';
import { type GuardedAgents, guardedAgents } from './guarded-agents.ts';
import { RedirectRefusedError, WireError } from './wire-error.ts';

const MAX_REDIRECTS = 5;
const PERMANENT = new Set([301, 308]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const BODILESS = new Set([204, 205, 304]);
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
  const { agents = guardedAgents(policy), budgetFor = (name) => budgets[name] } = options;
  return async (input, init = {}) => {
    const given = budgetFor(init.budget ?? 'answer');
    const budget = { ...given, maxBytes: Math.min(given.maxBytes, init.maxBytes ?? given.maxBytes) };
    let request = toRequest(input, init);
    const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
    for (let redirects = 0; ; redirects++) {
      const url = new URL(request.url);
      assertProtocolAllowed(url.protocol, url.hostname, policy);
      const headers = headersOf(request, body);
      const answer = await exchange(url, {
        method: request.method,
        headers,
        body,
        signal: request.signal,
        budget,
        agents,
      });
      const location = answer.headers.get('location');
      if (!REDIRECTS.has(answer.status) || location === null || request.redirect === 'manual') {
        return toResponse(answer, url);
      }
      request = redirected(request, { status: answer.status, location, redirects });
    }
  };
}

function toRequest(input: string | URL | Request, init: RequestInit): Request {
  try {
    return new Request(input, init);
  } catch {
    // The standard's own sentence repeats the header or the address, and they may hold a password.
    if (!takesHeaders(init)) {
      const what = 'got no request: a header of it has a character that HTTP does not take, such as a line break';
      throw new WireError(what, { code: 'BAD_HEADER', sent: false });
    }
    throw new AddressRefusedError('The address is refused: it is no web address, or it has a user name in it.');
  }
}

function takesHeaders({ headers }: RequestInit): boolean {
  try {
    new Headers(headers);
    return true;
  } catch {
    return false;
  }
}

function headersOf(request: Request, body: Buffer | undefined): Record<string, string> {
  return {
    'user-agent': USER_AGENT,
    'accept-encoding': 'gzip, br',
    ...Object.fromEntries(request.headers),
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
function redirected(request: Request, { status, location, redirects }: Hop): Request {
  const from = new URL(request.url);
  const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  const refuse = (what: string) =>
    new RedirectRefusedError(what, {
      to: to === undefined ? undefined : to.origin + to.pathname,
      isPermanent: PERMANENT.has(status),
    });
  if (to === undefined || to.username !== '' || to.password !== '') {
    throw refuse('redirects to what is no web address');
  }
  if (!['GET', 'HEAD'].includes(request.method)) {
    throw refuse(`redirects a ${request.method} request to ${to.host}: use the address it redirects to`);
  }
  if (request.redirect === 'error') throw refuse(`redirects to ${to.host}`);
  if (redirects === MAX_REDIRECTS) throw refuse(`redirects more than ${MAX_REDIRECTS} times`);
  const headers = new Headers(request.headers);
  if (to.origin !== from.origin) {
    headers.delete('authorization');
    headers.delete('cookie');
  }
  return new Request(to, { method: request.method, headers, signal: request.signal, redirect: request.redirect });
}

/** Without the server's reason phrase: it may be anything, and nobody reads it. */
function toResponse({ status, headers, body }: Answer, url: URL): Response {
  const response = new Response(BODILESS.has(status) ? null : body, { status, headers });
  Object.defineProperty(response, 'url', { value: url.href });
  return response;
}
