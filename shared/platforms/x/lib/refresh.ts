import * as z from 'zod';
import type { PlatformContext } from '../../contract/adapter.ts';
import { PlatformError } from '../../contract/platform-failure.ts';
import { tokenField } from '../../http/answer-fields.ts';
import { readAnswer } from '../../http/read-answer.ts';
import { xError } from '../errors.ts';
import type { OAuth2Credentials, XCredentials } from '../schemas.ts';
import { xAppClient } from './client.ts';

const tokens = z.object({
  access_token: tokenField,
  refresh_token: tokenField.optional(),
  // Two hours at X. What is longer than a year is no number of seconds.
  expires_in: z.number().positive().max(31_536_000),
});

/** A refresh token works once: what this answers must be stored before it is used. */
export async function refresh(context: PlatformContext): Promise<OAuth2Credentials> {
  const given = context.credentials as XCredentials;
  if (!('refreshToken' in given)) {
    throw new PlatformError({ class: 'RECONNECT' }, 'X does not accept these keys, and they cannot be refreshed.', {
      remedy: 'Reconnect the account with new keys.',
    });
  }
  const body = await requestTokens(context, given);
  return {
    ...given,
    accessToken: body.access_token,
    refreshToken: body.refresh_token ?? given.refreshToken,
    expiresAt: new Date(context.now() + body.expires_in * 1000).toISOString(),
  };
}

async function requestTokens(context: PlatformContext, given: OAuth2Credentials): Promise<z.infer<typeof tokens>> {
  try {
    const client = await xAppClient(context, given);
    // Not the library's own refresh: it sends JSON, and X documents a form.
    const body: unknown = await client.post(
      'https://api.x.com/2/oauth2/token',
      { grant_type: 'refresh_token', refresh_token: given.refreshToken, client_id: given.clientId },
      { forceBodyMode: 'url' },
    );
    return readAnswer(tokens, body, { platform: 'X' });
  } catch (error) {
    const failed = xError(error, { credentials: given, now: context.now() });
    if (failed.httpStatus !== 400 && failed.httpStatus !== 401) throw failed;
    throw new PlatformError({ class: 'RECONNECT' }, 'X no longer accepts the access of this account.', {
      remedy: 'Reconnect the account.',
      platformCode: failed.platformCode,
      httpStatus: failed.httpStatus,
    });
  }
}
