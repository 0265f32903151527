import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { AnswerTooLargeError } from './wire-error.ts';

interface Limit {
  maxBytes: number;
  /** What is over the limit is cut off; else it is an error. */
  cut: boolean;
}

/**
 * The whole body, unpacked. Ends as soon as it is over the limit, whatever `Content-Length` claims.
 * @throws AnswerTooLargeError
 */
export async function readBody(message: IncomingMessage, { maxBytes, cut }: Limit): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of unpacked(message) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes && !cut) throw new AnswerTooLargeError(maxBytes);
    chunks.push(chunk);
    if (size > maxBytes) break;
  }
  return Buffer.concat(chunks, Math.min(size, maxBytes));
}

function unpacked(message: IncomingMessage): Readable {
  const encoding = message.headers['content-encoding']?.trim().toLowerCase();
  const decoder =
    encoding === 'gzip' || encoding === 'x-gzip'
      ? createGunzip()
      : encoding === 'br'
        ? createBrotliDecompress()
        : encoding === 'deflate'
          ? createInflate()
          : undefined;
  // Its reader hears of every error, also of the connection's; the callback is there because `pipeline` asks for one.
  return decoder === undefined ? message : pipeline(message, decoder, () => undefined);
}
