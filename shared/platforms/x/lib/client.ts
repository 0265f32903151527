import type {
  ITwitterApiClientPlugin,
  TwitterApi,
  TwitterApiOAuth2Init,
  TwitterApiTokens,
  TwitterResponse,
} from 'twitter-api-v2';
import { withoutFinalSlashes } from '../../../kernel/web-address.ts';
import type { PlatformContext } from '../../contract/adapter.ts';
import { withoutSecrets } from '../../http/redact.ts';
import type { OAuth2Credentials, XCredentials } from '../schemas.ts';
import { XRefusal } from './x-refusal.ts';

const X_API = 'https://api.x.com';

/** The library's client for the account, over our own fetch and with the given time limit. */
export async function xClient(context: PlatformContext, signal: AbortSignal = context.signal): Promise<TwitterApi> {
  const credentials = context.credentials as XCredentials;
  const transport = guardedTransport(context, signal, (text) => withoutSecrets(text, credentials));
  if ('clientId' in credentials) return client(credentials.accessToken, transport);
  const { apiKey, apiSecret, accessToken, accessSecret } = credentials;
  return client({ appKey: apiKey, appSecret: apiSecret, accessToken, accessSecret }, transport);
}

/** A client that speaks for the app itself, for the token endpoint, whose answers are made of secrets. */
export async function xAppClient(
  context: PlatformContext,
  { clientId, clientSecret }: OAuth2Credentials,
): Promise<TwitterApi> {
  return client(
    { clientId, clientSecret },
    guardedTransport(context, context.signal, (text) => text),
  );
}

async function client(
  token: string | TwitterApiTokens | TwitterApiOAuth2Init,
  transport: ITwitterApiClientPlugin,
): Promise<TwitterApi> {
  const { TwitterApi } = await import('twitter-api-v2');
  // The constructor's overloads know no union.
  return new TwitterApi(token as string, { plugins: [transport] });
}

/**
 * The library makes and signs each request; ours is the connection. The library's own has no limit of bytes, no time for
 * a phase, and dies of an answer that cannot be unpacked.
 */
function guardedTransport(
  context: PlatformContext,
  signal: AbortSignal,
  clean: (text: string) => string,
): ITwitterApiClientPlugin {
  const base = withoutFinalSlashes(String(context.platform.publishConfig.apiUrl ?? X_API));
  return {
    async onBeforeRequestConfig({ client: maker, params }): Promise<TwitterResponse<unknown>> {
      params.url = params.url.replace(X_API, base);
      // The library has no other place where a signed request can be taken over.
      // biome-ignore lint/complexity/useLiteralKeys: protected members are reached by their name only
      const { url, method, headers, body } = maker['getHttpRequestArgs'](params);
      const response = await context.fetch(url, {
        method,
        headers: headers as Record<string, string>,
        body: typeof body === 'string' || body === undefined ? (body ?? null) : new Uint8Array(body),
        signal,
      });
      const text = clean(await response.text());
      const answer = { status: response.status, headers: Object.fromEntries(response.headers), body: parse(text) };
      if (!response.ok) throw new XRefusal(answer);
      return { data: answer.body, headers: answer.headers };
    },
  };
}

/** JSON where it is JSON; firewalls answer with pages. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
