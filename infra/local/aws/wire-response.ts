import { randomUUID } from 'node:crypto';
import type { AwsError } from './aws-error.ts';
import type { Members } from './json-service.ts';

export interface WireResponse {
  status: number;
  headers: Record<string, string>;
  body: Buffer | string;
}

export type WireFormat = 'json-1.0' | 'json-1.1' | 'rest-json' | 'xml';

const CONTENT_TYPES: Record<WireFormat, string> = {
  'json-1.0': 'application/x-amz-json-1.0',
  'json-1.1': 'application/x-amz-json-1.1',
  'rest-json': 'application/json',
  xml: 'application/xml',
};

export function jsonResponse(format: WireFormat, body: Members): WireResponse {
  return { status: 200, headers: { 'content-type': CONTENT_TYPES[format] }, body: JSON.stringify(body) };
}

export function errorResponse(format: WireFormat, error: AwsError): WireResponse {
  const headers: Record<string, string> = { 'content-type': CONTENT_TYPES[format] };
  if (format === 'xml') {
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message></Error>`;
    return { status: error.status, headers, body };
  }
  headers['x-amzn-errortype'] = error.code;
  // REST services spell the member with a capital.
  const message = format === 'rest-json' ? { Message: error.message } : { message: error.message };
  return { status: error.status, headers, body: JSON.stringify({ __type: error.code, ...message, ...error.extra }) };
}

/** With the headers that every answer of AWS has. */
export function complete({ status, headers, body }: WireResponse): WireResponse {
  return {
    status,
    headers: {
      'x-amzn-requestid': randomUUID(),
      'content-length': String(Buffer.byteLength(body)),
      ...headers,
      // By the local clock: an SDK that sees another time than its own shifts its signatures by it.
      date: new Date().toUTCString(),
    },
    body,
  };
}

const XML_ENTITIES: Record<string, string> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

const escapeXml = (text: string) => text.replace(/[<>&]/g, (character) => XML_ENTITIES[character] ?? character);
