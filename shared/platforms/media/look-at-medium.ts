import { AddressRefusedError } from '../http/address-policy.ts';
import type { GuardedFetch } from '../http/safe-fetch.ts';
import { fileType } from './file-type.ts';

/** Enough for the type of any file, and for the marks of an animation. */
const HEAD_BYTES = 32_768;

/** What the beginning of a file tells. */
export type MediumLook =
  | {
      seen: 'file';
      /** By its first bytes; undefined where they do not tell. */
      type: string | undefined;
      /** Of the whole file, as far as the server says. */
      size: number | undefined;
      moves: boolean;
    }
  /** The deployment's policy does not let Herald go there. */
  | { seen: 'refused'; why: string }
  /** It may be there later: `why` says what happened, as the end of a sentence. */
  | { seen: 'nothing'; why: string };

/** Looks at the first bytes of a file. It never throws. */
export async function lookAtMedium(get: GuardedFetch, url: string, signal: AbortSignal): Promise<MediumLook> {
  try {
    // A server may not know ranges: the budget cuts off what it sends beyond.
    const headers = { range: `bytes=0-${HEAD_BYTES - 1}` };
    const response = await get(url, { signal, headers, budget: 'beginning', maxBytes: HEAD_BYTES });
    if (!response.ok) return { seen: 'nothing', why: `its server answered ${response.status}` };
    const head = Buffer.from(await response.arrayBuffer());
    return { seen: 'file', type: fileType(head), size: sizeOf(response, head), moves: movesBy(head) };
  } catch (error) {
    if (error instanceof AddressRefusedError) return { seen: 'refused', why: error.message };
    return { seen: 'nothing', why: signal.aborted ? 'its server did not answer in time' : 'its server did not answer' };
  }
}

function sizeOf({ status, headers }: Response, head: Buffer): number | undefined {
  if (status === 206) return numberIn(/\/(\d{1,15})$/.exec(headers.get('content-range') ?? '')?.[1]);
  if (headers.has('content-encoding')) return undefined;
  return numberIn(headers.get('content-length') ?? undefined) ?? (head.length < HEAD_BYTES ? head.length : undefined);
}

function numberIn(text: string | undefined): number | undefined {
  const number = Number(text ?? Number.NaN);
  return Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** A picture that repeats its frames says so at its beginning. */
function movesBy(head: Buffer): boolean {
  switch (fileType(head)) {
    case 'image/gif':
      return head.includes('NETSCAPE2.0') || head.includes('ANIMEXTS1.0');
    case 'image/png':
      return head.includes('acTL');
    case 'image/webp':
      return head.toString('latin1', 12, 16) === 'VP8X' && ((head[20] ?? 0) & 2) !== 0;
    default:
      return false;
  }
}
