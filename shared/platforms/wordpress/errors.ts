import * as z from 'zod';
import { PlatformError, type PlatformFailure } from '../../domain/platform-failure.ts';
import { redact } from '../redact.ts';
import { retryAfter } from '../retry-after.ts';

export interface WordpressAnswer {
  status: number;
  headers: Headers;
  body: unknown;
}

const errorBody = z.object({
  code: z.string(),
  message: z.string(),
  data: z
    .object({ params: z.record(z.string(), z.unknown()).optional() })
    .nullish()
    .catch(undefined),
});

const NO_ROUTE = 'rest_no_route';
const APP_PASSWORDS_OFF = new Set(['application_passwords_disabled', 'application_passwords_disabled_for_user']);

/** A site's refusal as a PlatformError. `visible` is a call that may have published. */
export function wordpressError(
  answer: WordpressAnswer,
  credentials: unknown,
  visible: boolean,
  now: number,
): PlatformError {
  const parsed = errorBody.safeParse(answer.body);
  const code = parsed.success ? parsed.data.code : undefined;
  const { failure, remedy } = classify(answer, code, parsed.data?.data?.params, visible, now);
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

interface Judgement {
  failure: PlatformFailure;
  remedy: string;
}

function classify(
  { status, headers }: WordpressAnswer,
  code: string | undefined,
  params: Record<string, unknown> | undefined,
  visible: boolean,
  now: number,
): Judgement {
  if (code !== undefined && APP_PASSWORDS_OFF.has(code)) {
    return {
      failure: { class: 'RECONNECT' },
      remedy: 'Switch application passwords on for this user, then reconnect.',
    };
  }
  if (status === 401) {
    const remedy =
      'Check the username and the application password. If both are right, the host removes the Authorization header: ask it not to.';
    return { failure: { class: 'RECONNECT' }, remedy };
  }
  if (status === 429) {
    return {
      failure: { class: 'RATE_LIMITED', retryAt: retryAfter(headers, now) },
      remedy: 'It is tried again later.',
    };
  }
  // A page where JSON should be, though the status is a success: whatever it did, it did not say.
  if (status >= 500 || status === 408 || status < 400) return serverTrouble(code, headers, visible, now);
  if (code === NO_ROUTE) {
    return {
      failure: { class: 'RECONNECT' },
      remedy: 'Check the address, and that the site has its REST API switched on.',
    };
  }
  if (status === 404 || status === 410) {
    return { failure: { class: 'NOT_FOUND' }, remedy: 'It was deleted on the site. Publish it anew if it is wanted.' };
  }
  if (status === 403) {
    const remedy =
      code === undefined
        ? 'A firewall in front of the site seems to block it: allow this deployment there.'
        : 'Give the WordPress user a role that may publish posts and upload files (author or higher).';
    return { failure: { class: 'PERMISSION' }, remedy };
  }
  if (status === 412)
    return { failure: { class: 'RETRY_LATER' }, remedy: 'The upload was damaged on its way. It is tried again.' };
  const field = fieldOf(code, params);
  return { failure: { class: 'CONTENT_REJECTED', field }, remedy: 'Change what the site names, then publish again.' };
}

function serverTrouble(code: string | undefined, headers: Headers, visible: boolean, now: number): Judgement {
  // WordPress answers 500 to a file type that the site does not allow.
  if (code === 'rest_upload_sideload_error' || code === 'rest_upload_unknown_error') {
    const remedy = 'The site refuses this file: use another type, or allow it on the site.';
    return { failure: { class: 'CONTENT_REJECTED', field: '/mediaUrls' }, remedy };
  }
  if (visible) {
    const remedy = 'It may be published: the site is asked before anything else is tried.';
    return { failure: { class: 'UNKNOWN_OUTCOME' }, remedy };
  }
  return { failure: { class: 'RETRY_LATER', retryAt: retryAfter(headers, now) }, remedy: 'It is tried again.' };
}

const fields: Record<string, string> = {
  title: '/title',
  content: '/body',
  slug: '/platformSpecific/slug',
  featured_media: '/platformSpecific/featuredImageId',
  categories: '/platformSpecific/categoryIds',
  tags: '/platformSpecific/tagIds',
  meta: '/platformSpecific/meta',
  format: '/platformSpecific/format',
  excerpt: '/platformSpecific/excerpt',
};

function fieldOf(code: string | undefined, params: Record<string, unknown> | undefined): string | undefined {
  if (code?.startsWith('rest_upload_') === true) return '/mediaUrls';
  if (code === 'rest_invalid_featured_media') return '/platformSpecific/featuredImageId';
  const named = Object.keys(params ?? {})[0];
  return named === undefined ? undefined : fields[named];
}

/** Hosts and firewalls answer with pages. */
function plainText(body: unknown): string {
  if (typeof body !== 'string') return 'no explanation.';
  const text = body
    .replace(/<(style|script)[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return text === '' ? 'an empty page.' : text;
}
