import type { DoubleAnswer, DoubleRequest } from './http-double.ts';
import { parseJson } from './platform-double.ts';
import { invalid, type XMedia } from './x-rules.ts';

const FIRST_ID = 710_511_363_345_354_753n;
const LIFE_SECONDS = 86_400;

/** The media half of the X stand-in: initialize, append, finalize, metadata. */
export class XUploads {
  readonly byId = new Map<string, XMedia>();

  initialize(request: DoubleRequest): DoubleAnswer {
    const { media_type: type, total_bytes: totalBytes, media_category: category } = parseJson(request, invalid);
    if (!/^image\/(jpeg|png|webp|gif)$/.test(String(type))) return invalid('media_type is not supported');
    const most = type === 'image/gif' ? 15_000_000 : 5_000_000;
    if (typeof totalBytes !== 'number' || totalBytes > most) return invalid('total_bytes is too large');
    const expected = type === 'image/gif' ? 'tweet_gif' : 'tweet_image';
    if (category !== expected) return invalid('media_category does not fit media_type');
    const id = String(FIRST_ID + BigInt(this.byId.size));
    const media = { id, key: `3_${id}`, type: String(type), totalBytes, chunks: [], finalized: false };
    this.byId.set(id, media);
    return answerWith({ id, media_key: media.key, expires_after_secs: LIFE_SECONDS });
  }

  step(request: DoubleRequest, id: string, step: string): DoubleAnswer {
    const media = this.byId.get(id);
    if (media === undefined) return invalid('media id is unknown');
    return step === 'append' ? append(request, media) : finalize(media);
  }

  describe(request: DoubleRequest): DoubleAnswer {
    const { id, metadata } = parseJson(request, invalid) as { id: string; metadata: { alt_text: { text: string } } };
    const media = this.byId.get(id);
    if (media === undefined || metadata.alt_text.text.length > 1000) return invalid('metadata is invalid');
    media.altText = metadata.alt_text.text;
    return answerWith({ id });
  }
}

function append({ headers, body }: DoubleRequest, media: XMedia): DoubleAnswer {
  const isMultipart = (headers['content-type'] ?? '').startsWith('multipart/form-data');
  if (!isMultipart) return invalid('append must be multipart');
  media.chunks.push(body);
  return answerWith({ expires_at: LIFE_SECONDS });
}

function finalize(media: XMedia): DoubleAnswer {
  const size = media.chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  if (size < media.totalBytes) return invalid('not all bytes have arrived');
  media.finalized = true;
  return answerWith({ id: media.id, media_key: media.key, size: media.totalBytes, expires_after_secs: LIFE_SECONDS });
}

function answerWith(data: Record<string, unknown>): DoubleAnswer {
  return { status: 200, body: { data } };
}
