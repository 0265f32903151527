import type * as z from 'zod';
import type { PlatformContext } from '../../contract/adapter.ts';
import { noAnswer } from '../../http/call-failure.ts';
import { withoutSecrets } from '../../http/redact.ts';
import type { credentials as credentialsSchema } from '../schemas.ts';
import type { WordpressAnswer } from './judge-answer.ts';
import { readJson } from './read-json.ts';

export interface Sent {
  method?: 'GET' | 'POST' | 'DELETE';
  json?: unknown;
  form?: FormData;
  /** Whether the call may publish, so that a lost answer leaves the outcome unknown. */
  visible?: boolean;
  signal?: AbortSignal;
  /** `manual`: a redirect is the answer. */
  redirect?: 'follow' | 'manual';
}

/** One request with the user's application password. @throws PlatformError where no answer comes */
export async function send(context: PlatformContext, url: string, sent: Sent): Promise<WordpressAnswer> {
  const { json, form, visible = false, signal = context.signal } = sent;
  const { username, appPassword } = context.credentials as z.infer<typeof credentialsSchema>;
  const headers = new Headers({
    authorization: `Basic ${Buffer.from(`${username}:${appPassword}`).toString('base64')}`,
    accept: 'application/json',
  });
  if (json !== undefined) headers.set('content-type', 'application/json');
  const body = json !== undefined ? JSON.stringify(json) : (form ?? null);
  try {
    const { method = 'GET', redirect = 'follow' } = sent;
    const response = await context.fetch(url, { method, headers, body, signal, redirect });
    const text = withoutSecrets(await response.text(), context.credentials);
    return { status: response.status, headers: response.headers, body: readJson(text) };
  } catch (error) {
    throw noAnswer(error, { platform: 'the WordPress site', visible, credentials: context.credentials });
  }
}
