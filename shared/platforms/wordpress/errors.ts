import * as z from 'zod';
import { PlatformError } from '../contract/platform-failure.ts';
import { pageText } from '../http/page-text.ts';
import { quote } from '../http/redact.ts';
import { refusal } from '../http/refusal.ts';
import { judgeAnswer, NO_ROUTE, type WordpressAnswer } from './lib/judge-answer.ts';

const errorBody = z.object({
  code: z.string(),
  message: z.string(),
  data: z
    .object({ params: z.record(z.string(), z.unknown()).optional() })
    .nullish()
    .catch(undefined),
});

/** A site's refusal as a PlatformError. `visible` is a call that may have published. */
export function wordpressError(
  answer: WordpressAnswer,
  credentials: unknown,
  visible: boolean,
  now: number,
): PlatformError {
  const { code, message, data } = errorBody.safeParse(answer.body).data ?? {};
  const page = typeof answer.body === 'string' ? pageText(answer.body) : undefined;
  const judged = judgeAnswer(answer, code, data?.params, visible, now);
  const notice = page === undefined ? undefined : phpNotice(page);
  return refusal(notice === undefined ? judged : { ...judged, remedy: withNotice(notice, credentials) }, {
    platform: 'The WordPress site',
    status: answer.status,
    said: message ?? page ?? 'no explanation.',
    code,
    credentials,
  });
}

/** What PHP prints into an answer where a site shows its errors to everybody. */
function phpNotice(page: string): string | undefined {
  return /\b(?:Notice|Warning|Deprecated|Parse error|Fatal error) ?: .{1,200}/.exec(page)?.[0];
}

function withNotice(notice: string, credentials: unknown): string {
  return `PHP prints a message into the site's answer: correct its cause, or switch display_errors off on the site. It is: "${quote(notice, credentials, 200)}".`;
}

/** WordPress's own name of a refusal; undefined where it is somebody else's. */
export function errorCode({ body }: WordpressAnswer): string | undefined {
  return errorBody.safeParse(body).data?.code;
}

/** The API is there, and this part of it is switched off. */
export function missingRoute(path: string, { status }: WordpressAnswer): PlatformError {
  const route = path.split('/').slice(0, 3).join('/');
  return new PlatformError({ class: 'PERMISSION' }, `The WordPress site has no ${route} in its REST API.`, {
    remedy: 'Something on the site, a security plugin perhaps, switches this route off: allow it there.',
    platformCode: NO_ROUTE,
    httpStatus: status,
  });
}
