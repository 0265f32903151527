import type * as z from 'zod';
import { withoutFinalSlashes } from '../../../kernel/web-address.ts';
import type { PlatformContext } from '../../contract/adapter.ts';
import { noAnswer } from '../../http/call-failure.ts';
import { withoutSecrets } from '../../http/redact.ts';
import { sandboxError } from '../errors.ts';
import type { credentials as credentialsSchema } from '../schemas.ts';

interface Call {
  method?: 'GET' | 'POST' | 'DELETE';
  json?: unknown;
  /** Whether the call publishes, so that a lost answer leaves the outcome unknown. */
  visible?: boolean;
  signal?: AbortSignal;
}

/** One call below `/sandbox/v1/`; answers the body. @throws PlatformError for every answer that is not a success */
export async function call(context: PlatformContext, path: string, options: Call = {}): Promise<unknown> {
  const { method = 'GET', json, visible = false, signal = context.signal } = options;
  const base = withoutFinalSlashes(String(context.platform.publishConfig.apiUrl ?? context.apiUrl));
  const { apiKey } = context.credentials as z.infer<typeof credentialsSchema>;
  const headers = {
    authorization: `Bearer ${apiKey}`,
    accept: 'application/json',
    ...(json !== undefined && { 'content-type': 'application/json' }),
  };
  try {
    const body = json === undefined ? null : JSON.stringify(json);
    const response = await context.fetch(`${base}/sandbox/v1/${path}`, { method, headers, body, signal });
    const answer = parse(withoutSecrets(await response.text(), context.credentials));
    if (response.ok) return answer;
    throw sandboxError(
      { status: response.status, headers: response.headers, body: answer },
      context.credentials,
      visible,
      context.now(),
    );
  } catch (error) {
    throw noAnswer(error, { platform: 'the sandbox', visible, credentials: context.credentials });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
