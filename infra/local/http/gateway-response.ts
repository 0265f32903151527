import type { ServerResponse } from 'node:http';

/** What goes back to the client. */
export interface GatewayResponse {
  status: number;
  headers: Record<string, string>;
  cookies: string[];
  body: Buffer;
}

/** What the gateway says itself, with AWS's own texts. */
export const refusals = {
  unauthorized: refusal(401, 'Unauthorized'),
  forbidden: refusal(403, 'Forbidden'),
  notFound: refusal(404, 'Not Found'),
  tooLarge: refusal(413, 'Request Entity Too Large'),
  tooMany: refusal(429, 'Too Many Requests'),
  internal: refusal(500, 'Internal Server Error'),
  unavailable: refusal(503, 'Service Unavailable'),
};

function refusal(status: number, message: string): GatewayResponse {
  const body = Buffer.from(JSON.stringify({ message }));
  return { status, headers: { 'content-type': 'application/json' }, cookies: [], body };
}

/**
 * Reads a function's answer in payload format 2.0. One without a status code is the body itself.
 * @param payload the function's answer as JSON
 */
export function integrationResponse(payload: string): GatewayResponse {
  const answer: unknown = JSON.parse(payload);
  if (typeof answer !== 'object' || answer === null || !('statusCode' in answer)) {
    const body = Buffer.from(typeof answer === 'string' ? answer : payload);
    return { status: 200, headers: { 'content-type': 'application/json' }, cookies: [], body };
  }
  const { statusCode, headers, cookies = [], body, isBase64Encoded } = answer as Record<string, unknown>;
  const status = Number(statusCode);
  const isReadable = Number.isInteger(status) && status >= 200 && status <= 599 && Array.isArray(cookies);
  if (!isReadable || (body !== undefined && body !== null && typeof body !== 'string')) return refusals.internal;
  return {
    status,
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...textHeaders(headers) },
    cookies: cookies.map(String),
    body: Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}

export function sendResponse(
  response: ServerResponse,
  { status, headers, cookies, body }: GatewayResponse,
  { requestId, isHead }: { requestId: string; isHead: boolean },
): void {
  const hasBody = status !== 204 && status !== 304;
  response.writeHead(status, {
    ...headers,
    'apigw-requestid': requestId,
    ...(hasBody && { 'content-length': String(body.length) }),
    ...(cookies.length > 0 && { 'set-cookie': cookies }),
    date: new Date().toUTCString(),
  });
  response.end(isHead || !hasBody ? undefined : body);
}

function textHeaders(headers: unknown): Record<string, string> {
  const entries = Object.entries((headers ?? {}) as Record<string, unknown>);
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));
}
