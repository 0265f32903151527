import type { Answer } from './exchange.ts';

const BODILESS = new Set([204, 205, 304]);

/** A `Response` whose body is there already: its text is read without a stream, which costs more than to parse it. */
export function wholeResponse(answer: Answer, url: URL): Response {
  const { status, headers, body } = answer;
  let isRead = false;
  let streamed: Response | undefined;
  const stream = () => {
    streamed ??= new Response(BODILESS.has(status) || isRead ? null : body, { status, headers });
    return streamed;
  };
  const isUsed = () => isRead || streamed?.bodyUsed === true;
  const take = () => {
    if (isUsed() || streamed?.body?.locked) throw new TypeError('The body was read already.');
    isRead = true;
    return body;
  };
  const text = async () => new TextDecoder().decode(take());
  const bytes = async () => new Uint8Array(take());
  return Object.defineProperties(new Response(null, { status }), {
    url: { value: url.href },
    headers: { value: headers },
    text: { value: text },
    json: { value: async () => JSON.parse(await text()) },
    bytes: { value: bytes },
    arrayBuffer: { value: async () => (await bytes()).buffer },
    body: { get: () => stream().body },
    bodyUsed: { get: isUsed },
    blob: { value: () => stream().blob() },
    formData: { value: () => stream().formData() },
    clone: {
      value: () => {
        if (isUsed()) throw new TypeError('The body was read already.');
        return wholeResponse(answer, url);
      },
    },
  });
}
