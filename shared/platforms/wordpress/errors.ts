import sanitizeHtml from 'sanitize-html';
import * as z from 'zod';
import { PlatformError } from '../contract/platform-failure.ts';
import { redact } from '../http/redact.ts';
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
  const parsed = errorBody.safeParse(answer.body);
  const code = parsed.success ? parsed.data.code : undefined;
  const { failure, remedy } = judgeAnswer(answer, code, parsed.data?.data?.params, visible, now);
  const said = parsed.success ? parsed.data.message : plainText(answer.body);
  const message = `The WordPress site answered ${answer.status}${code === undefined ? '' : ` ${code}`}: ${said}`;
  return new PlatformError(failure, redact(message, credentials).slice(0, 300), {
    remedy,
    platformCode: code,
    httpStatus: answer.status,
  });
}

export function isNoRoute({ body }: WordpressAnswer): boolean {
  return errorBody.safeParse(body).data?.code === NO_ROUTE;
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

/** Of a page that is shown in a few words. */
const MAX_READ = 8_192;

/** Hosts and firewalls answer with pages. */
function plainText(body: unknown): string {
  if (typeof body !== 'string') return 'no explanation.';
  const text = sanitizeHtml(body.slice(0, MAX_READ), { allowedTags: [], allowedAttributes: {} })
    .replace(/\s+/g, ' ')
    .trim();
  return text === '' ? 'an empty page.' : text;
}
