import type { ITwitterApiClientPlugin, TwitterApi, TwitterApiOAuth2Init, TwitterApiTokens } from 'twitter-api-v2';
import type { PlatformContext } from '../../contract/adapter.ts';
import { guardedAgents } from '../../http/guarded-agents.ts';
import type { OAuth2Credentials, XCredentials } from '../schemas.ts';

const X_API = 'https://api.x.com';

/** The library's client for the account, with the deployment's address policy and the given time limit. */
export async function xClient(context: PlatformContext, signal: AbortSignal = context.signal): Promise<TwitterApi> {
  const credentials = context.credentials as XCredentials;
  if ('clientId' in credentials) return client(context, signal, credentials.accessToken);
  const { apiKey, apiSecret, accessToken, accessSecret } = credentials;
  return client(context, signal, { appKey: apiKey, appSecret: apiSecret, accessToken, accessSecret });
}

/** A client that speaks for the app itself, for the token endpoint. */
export async function xAppClient(
  context: PlatformContext,
  { clientId, clientSecret }: OAuth2Credentials,
): Promise<TwitterApi> {
  return client(context, context.signal, { clientId, clientSecret });
}

async function client(
  context: PlatformContext,
  signal: AbortSignal,
  token: string | TwitterApiTokens | TwitterApiOAuth2Init,
): Promise<TwitterApi> {
  const { TwitterApi } = await import('twitter-api-v2');
  const base = new URL(String(context.platform.publishConfig.apiUrl ?? X_API));
  const agents = guardedAgents(context.addressPolicy);
  const settings = {
    plugins: [plugin(base, signal)],
    httpAgent: base.protocol === 'http:' ? agents.http : agents.https,
  };
  // The constructor's overloads know no union.
  return new TwitterApi(token as string, settings);
}

/** The library has no setting for another address and none for a signal: both go in where it builds the request. */
function plugin(base: URL, signal: AbortSignal): ITwitterApiClientPlugin {
  return {
    onBeforeRequestConfig({ params }) {
      params.url = params.url.replace(X_API, base.href.replace(/\/$/, ''));
    },
    onBeforeRequest({ requestOptions }) {
      requestOptions.signal = signal;
    },
  };
}
