import * as z from 'zod';

/** Both shapes of X's errors: a problem with `detail`, or old-style `errors` with codes and messages. */
const bodySchema = z.object({
  title: text(),
  detail: text(),
  type: text(),
  /** Of the token endpoint. */
  error: text(),
  errors: z
    .array(z.object({ code: z.number().optional().catch(undefined), message: text() }).catch({}))
    .catch([])
    .default([]),
});

function text() {
  return z.string().optional().catch(undefined);
}

interface XAnswer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

/** X answered with something else than a success. Not an error for people: `xError` makes that of it. */
export class XRefusal extends Error {
  override readonly name = 'XRefusal';
  readonly status: number;
  readonly headers: Record<string, string>;
  /** The body where it is no JSON: a page of a firewall. */
  readonly page: string | undefined;
  /** X's address of the problem, or the name of an OAuth error. */
  readonly type: string | undefined;
  private readonly errorCodes: ReadonlySet<number>;
  private readonly sentences: string[];

  constructor({ status, headers, body }: XAnswer) {
    super(`X answered ${status}`);
    this.status = status;
    this.headers = headers;
    this.page = typeof body === 'string' && body.trim() !== '' ? body : undefined;
    const { title, detail, type, error, errors } = bodySchema.safeParse(body).data ?? { errors: [] };
    this.type = error ?? (type === 'about:blank' ? undefined : type);
    this.errorCodes = new Set(errors.flatMap(({ code }) => (code === undefined ? [] : [code])));
    const said = [detail ?? title, ...errors.slice(0, 5).map(({ message }) => message)];
    this.sentences = said.filter((one) => one !== undefined && one !== '') as string[];
  }

  /** X's sentences, of any length. */
  get said(): string {
    return this.sentences.length === 0 ? 'no explanation.' : this.sentences.join(' ');
  }

  hasCode(...codes: number[]): boolean {
    return codes.some((code) => this.errorCodes.has(code));
  }
}
