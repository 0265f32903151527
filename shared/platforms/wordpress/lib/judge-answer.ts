import type { Judgement } from '../../http/refusal.ts';
import { retryAfter } from '../../http/retry-after.ts';

export interface WordpressAnswer {
  status: number;
  headers: Headers;
  body: unknown;
}

export const NO_ROUTE = 'rest_no_route';
const APP_PASSWORDS_OFF = new Set(['application_passwords_disabled', 'application_passwords_disabled_for_user']);

/**
 * Which class of failure a site's refusal is, and what to do about it, by its status and WordPress's own code.
 * @param params what the site names as wrong, by its own fields
 * @param visible whether the call may have published
 */
export function judgeAnswer(
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
  // A page instead of JSON although the status is a success: the answer does not say what the site did.
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
  // No word of WordPress: a challenge that a firewall shows now and then, and not to the next call.
  if (code === undefined && status !== 413) {
    const remedy =
      'It is tried again. Something in front of the site, a firewall perhaps, refused it: allow this deployment there if it goes on.';
    return { failure: { class: 'RETRY_LATER', retryAt: retryAfter(headers, now) }, remedy };
  }
  if (status === 403) {
    const remedy =
      'Give the WordPress user a role that may publish posts and upload files (author or higher), or allow it in the plugin that says no.';
    return { failure: { class: 'PERMISSION' }, remedy };
  }
  if (status === 412)
    return { failure: { class: 'RETRY_LATER' }, remedy: 'The upload was damaged on its way. It is tried again.' };
  const field = status === 413 ? '/mediaUrls' : fieldOf(code, params);
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
