import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { HeraldError } from '../kernel/herald-error.ts';
import { isTooDeep, MAX_NESTING } from '../kernel/json-depth.ts';
import { jsonTextProblems } from '../kernel/json-text.ts';
import type { ContentProblem } from '../kernel/problem.ts';
import { assertJson } from './content-type.ts';

/** Larger texts than this no platform takes; media are given by URL. */
export const MAX_BODY_BYTES = 1_048_576;

/** A file as text. Bytes that are no UTF-8 become U+FFFD, which whoever reads the file tells with the line. */
export function readFile(event: APIGatewayProxyEventV2, limit: number): string {
  const raw = event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : (event.body ?? '');
  assertSize(Buffer.byteLength(raw), limit);
  return raw;
}

/**
 * The JSON value of a body exactly as it was sent, with what no schema sees of it. No body is an empty object.
 *
 * @throws HeraldError `invalid_request`, `body_too_large`, `unsupported_media_type` for what cannot be read
 */
export function readJson(event: APIGatewayProxyEventV2): { value: unknown; problems: ContentProblem[] } {
  const text = readUtf8(event);
  if (text.trim() === '') return { value: {}, problems: [] };
  assertJson(event.headers?.['content-type']);
  if (isTooDeep(text)) {
    throw new HeraldError('invalid_request', `The body is nested more than ${MAX_NESTING} levels deep.`, {
      remedy: 'Send flatter JSON.',
    });
  }
  const value = parseJson(text);
  return { value, problems: jsonTextProblems(value) };
}

/**
 * The gateway hands a JSON body over as a text in which each wrong byte has become U+FFFD, so that the bytes are gone.
 * Herald would publish a text that nobody wrote. It refuses the character as it stands; written as an escape it is the
 * author's own.
 */
function readUtf8({ body = '', isBase64Encoded }: APIGatewayProxyEventV2): string {
  if (isBase64Encoded) return decode(Buffer.from(body, 'base64'));
  assertSize(Buffer.byteLength(body), MAX_BODY_BYTES);
  const broken = body.indexOf('\uFFFD');
  if (broken >= 0) throw notUtf8(`at ${placeOf(body, broken)}`);
  return body.startsWith('\uFEFF') ? body.slice(1) : body;
}

function decode(bytes: Buffer): string {
  assertSize(bytes.length, MAX_BODY_BYTES);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const text = bytes.toString('utf8');
    throw notUtf8(`at ${placeOf(text, text.indexOf('\uFFFD'))}`);
  }
}

function notUtf8(where: string): HeraldError {
  const message = `The body has bytes ${where} that are not UTF-8.`;
  const remedy = 'Send JSON as UTF-8 (RFC 8259). If you mean the character U+FFFD itself, write it as "\\ufffd".';
  return new HeraldError('invalid_request', message, {
    remedy,
    problems: [{ field: '', code: 'not_utf8', message, remedy }],
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const where = placeOfError(text, (error as Error).message);
    throw new HeraldError('invalid_request', `The body is not JSON: ${where}.`, {
      remedy: 'Send a JSON object with content-type application/json.',
    });
  }
}

/** V8 says either the position, or what it met inside of a few characters. */
function placeOfError(text: string, said: string): string {
  const at = / at position (\d+)/.exec(said)?.[1];
  if (at !== undefined) return `it cannot be read at ${placeOf(text, Number(at))}`;
  const near = /^Unexpected token [^,]+, (.*) is not valid JSON$/s.exec(said)?.[1];
  return near === undefined ? 'it ends too early' : `it cannot be read near ${near}`;
}

function placeOf(text: string, at: number): string {
  const before = text.slice(0, at).split('\n');
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}

function assertSize(bytes: number, limit: number): void {
  if (bytes <= limit) return;
  throw new HeraldError('body_too_large', `The body has ${bytes} bytes.`, {
    remedy: `Send at most ${limit} bytes; media are given by URL.`,
    extra: { limit },
  });
}
