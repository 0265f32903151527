import type { AnswerCheck } from '../support/answer-check.ts';
import type { FuzzRequest } from './request.ts';
import type { FuzzAnswer } from './send.ts';
import type { Tenant } from './tenant.ts';

/** What an answer must never be; undefined for one that may stand. */
export function judge(
  check: AnswerCheck,
  { method, path, isForeign }: FuzzRequest,
  { status, headers, text }: FuzzAnswer,
  others: Tenant[],
): string | undefined {
  const contentType = String(headers['content-type'] ?? '');
  const retryAfter = headers['retry-after'] === undefined ? undefined : String(headers['retry-after']);
  if (status >= 500 && !(status === 503 && retryAfter !== undefined)) return `a ${status}: ${text.slice(0, 300)}`;
  const stranger = others.find(({ mark }) => text.includes(mark));
  if (stranger !== undefined) return `a text of ${stranger.name}`;
  if (isForeign && status < 300) return 'success with a thing of another tenant';
  let body: unknown = text;
  if (/^application\/(problem\+)?json/.test(contentType) && text !== '') {
    try {
      body = JSON.parse(text);
    } catch {
      return `JSON that cannot be read: ${text.slice(0, 200)}`;
    }
  }
  return check.misfit({ method, path, status, contentType, body, retryAfter });
}
