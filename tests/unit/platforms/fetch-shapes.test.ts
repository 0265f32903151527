import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddressRefusedError } from '../../../shared/platforms/http/address-policy.ts';
import { outgoingCall } from '../../../shared/platforms/http/outgoing-call.ts';
import { wholeResponse } from '../../../shared/platforms/http/whole-response.ts';

const address = 'https://site.example/a/b?c=d';

describe('what leaves the house', () => {
  it('is what fetch would send, whatever it is given', async () => {
    const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'get', 'post', 'OPTIONS');
    const body = fc.option(
      fc.oneof(
        fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()),
        fc.uint8Array(),
        fc.constant(new URLSearchParams({ a: 'ä' })),
      ),
    );
    const headers = fc.dictionary(fc.constantFrom('accept', 'Content-Type', 'x-one'), fc.constantFrom('a', 'text/css'));
    await fc.assert(
      fc.asyncProperty(method, body, headers, async (method, body, headers) => {
        const init = { method, body: body as RequestInit['body'], headers };
        const standard = await standardCall(init);
        const call = await outgoingCall(address, init).catch((error: unknown) => error as Error);
        if (call instanceof Error) {
          expect([call instanceof AddressRefusedError, standard]).toEqual([true, undefined]);
          return;
        }
        expect({ ...call, url: call.url.href, headers: [...call.headers], signal: undefined }).toEqual(standard);
      }),
    );
  });

  it('names no address with a password in it, nor a header that HTTP does not have', async () => {
    const refusal = (input: string, init: RequestInit = {}) =>
      outgoingCall(input, init).catch((thrown: unknown) => thrown);
    for (const input of ['https://user:hunter22@site.example/', 'no address']) {
      const error = await refusal(input);
      expect(error).toBeInstanceOf(AddressRefusedError);
      expect(String(error)).not.toContain('hunter22');
    }
    for (const headers of [{ 'a b': 'c' }, { authorization: 'hunter22\n' + 'x: y' }] as const) {
      const error = await refusal(address, { headers });
      expect(error).toMatchObject({ code: 'BAD_HEADER', sent: false });
      expect(String(error)).not.toContain('hunter22');
    }
  });

  async function standardCall(init: RequestInit) {
    let request: Request;
    try {
      request = new Request(address, init);
    } catch {
      return undefined;
    }
    const { url, method, redirect } = request;
    const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
    return { url, method, redirect, headers: [...request.headers], body, signal: undefined };
  }
});

describe('an answer that is there already', () => {
  const answer = (text: string, status = 200) => ({
    ...{ status, headers: new Headers({ 'content-type': 'application/json' }), body: Buffer.from(text) },
  });
  const whole = (text: string, status?: number) => wholeResponse(answer(text, status), new URL(address));

  it('is read as any other, by whichever way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const text = JSON.stringify(value);
        const standard = () => new Response(text, { status: 201 });
        expect(await whole(text).text()).toBe(await standard().text());
        expect(await whole(text).json()).toEqual(await standard().json());
        expect(await whole(text).bytes()).toEqual(await standard().bytes());
        expect(await whole(text).arrayBuffer()).toEqual(await standard().arrayBuffer());
        expect(await (await whole(text).blob()).text()).toBe(text);
        expect(await new Response(whole(text).body).text()).toBe(text);
        expect(await whole(text).clone().text()).toBe(text);
      }),
      { numRuns: 20 },
    );
  });

  it('says what it is, and where it came from', () => {
    expect(whole('{}', 404)).toMatchObject({ status: 404, ok: false, url: address, bodyUsed: false });
    expect(whole('{}').headers.get('content-type')).toBe('application/json');
    expect(whole('', 204).body).toBeNull();
  });

  it('is read once', async () => {
    for (const first of ['text', 'json', 'blob'] as const) {
      const response = whole('{}');
      await response[first]();
      expect(response.bodyUsed).toBe(true);
      await expect(response.text()).rejects.toThrow(TypeError);
      expect(() => response.clone()).toThrow(TypeError);
    }
  });
});
