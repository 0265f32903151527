import { addressPolicy } from '../../accounts/access/deployment-address-policy.ts';
import type { Warning } from '../../calendar/times/parse-requested-time.ts';
import type { ContentProblem } from '../../kernel/problem.ts';
import type { PlatformRules } from '../../platforms/contract/adapter.ts';
import { maxBytesOf, megabytes, typeNames } from '../../platforms/contract/media-rules.ts';
import { createSafeFetch } from '../../platforms/http/safe-fetch.ts';
import { lookAtMedium, type MediumLook } from '../../platforms/media/look-at-medium.ts';

const LOOK_MS = 3_000;
/** A cross-post asks for the same files once for each platform, an import once for each row. */
const KEEP_MS = 60_000;
const MAX_KEPT = 500;

interface MediaCheck {
  problems: ContentProblem[];
  warnings: Warning[];
}

/**
 * Whether the platform takes the files behind the addresses, by their first bytes. What it surely does not take is a
 * problem. What cannot be seen now is a warning: it may be there when the post goes out.
 */
export async function checkMedia(urls: readonly string[] = [], rules: PlatformRules): Promise<MediaCheck> {
  // Too many is a problem of its own.
  if (urls.length === 0 || rules.media.byAddress || urls.length > rules.media.max)
    return { problems: [], warnings: [] };
  const looks = await Promise.all(urls.map(lookOnce));
  return {
    problems: looks.flatMap((look, index) => problemsOf(look, index, urls.length, rules)),
    warnings: looks.flatMap((look, index) => warningsOf(look, index, rules)),
  };
}

const kept = new Map<string, { at: number; look: Promise<MediumLook> }>();
const silent = new Map<string, number>();

function lookOnce(url: string): Promise<MediumLook> {
  const now = Date.now();
  const known = kept.get(url);
  if (known !== undefined && Math.abs(now - known.at) < KEEP_MS) return known.look;
  if (kept.size >= MAX_KEPT) kept.clear();
  const look = lookUnlessSilent(url, now);
  kept.set(url, { at: now, look });
  return look;
}

/** A server that does not answer is asked once a minute: the rows of an import would wait for it one by one. */
async function lookUnlessSilent(url: string, now: number): Promise<MediumLook> {
  const { host } = new URL(url);
  if (Math.abs(now - (silent.get(host) ?? 0)) < KEEP_MS) return { seen: 'nothing', why: 'its server did not answer' };
  const signal = AbortSignal.timeout(LOOK_MS);
  const look = await lookAtMedium(createSafeFetch(addressPolicy()), url, signal);
  if (silent.size >= MAX_KEPT) silent.clear();
  if (signal.aborted) silent.set(host, now);
  return look;
}

function problemsOf(look: MediumLook, index: number, count: number, { media, displayName }: PlatformRules) {
  const field = `/mediaUrls/${index}`;
  const problems: ContentProblem[] = [];
  if (look.seen === 'refused') {
    const remedy = 'Put the file where everyone can fetch it over https.';
    problems.push({ field, code: 'media_address_refused', message: look.why, remedy });
  }
  if (look.seen !== 'file') return problems;
  const { type, size } = look;
  const types = typeNames(media);
  if (type === undefined || !media.types.includes(type)) {
    problems.push({
      field,
      code: 'media_type_not_taken',
      message: `Medium ${index + 1} is ${nameOf(type)}; ${displayName} takes ${types}.`,
      remedy:
        type === 'text/html'
          ? 'Give the address of the file itself, not of a page that shows it.'
          : `Give one of ${types}.`,
      limit: types,
      ...(type !== undefined && { actual: type }),
    });
    return problems;
  }
  const limit = maxBytesOf(media, type);
  if (size !== undefined && size > limit) {
    const message = `Medium ${index + 1} has ${size} bytes; ${displayName} takes at most ${megabytes(limit)} of this type.`;
    problems.push({ field, code: 'media_too_large', message, remedy: 'Make the file smaller.', limit, actual: size });
  }
  if (count > 1 && media.alone?.includes(type)) {
    const message = `Medium ${index + 1} is ${nameOf(type)}; ${displayName} takes it only on its own.`;
    const remedy = 'Remove the other media, or give this one as another type.';
    problems.push({ field, code: 'media_not_alone', message, remedy });
  }
  return problems;
}

function warningsOf(look: MediumLook, index: number, { media, displayName }: PlatformRules): Warning[] {
  const which = `Medium ${index + 1} (/mediaUrls/${index})`;
  if (look.seen === 'nothing') {
    const message = `${which} could not be looked at: ${look.why}. The post fails if it is not there when it goes out.`;
    return [{ code: 'media_not_seen', message }];
  }
  if (look.seen !== 'file' || !look.moves || !media.stillsOnly) return [];
  const message = `${which} is animated; ${displayName} shows its first picture only.`;
  return [{ code: 'media_stands_still', message }];
}

const names: Record<string, string> = {
  'text/html': 'a page',
  'application/pdf': 'a PDF',
  'video/mp4': 'a video',
  'video/quicktime': 'a video',
  'video/webm': 'a video',
  'audio/mpeg': 'a sound file',
};

function nameOf(type: string | undefined): string {
  if (type === undefined) return 'no picture that can be recognised';
  return names[type] ?? `a file of the type ${type}`;
}
