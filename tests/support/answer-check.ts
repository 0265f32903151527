import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { decode } from '../../infra/local/http/route-table.ts';

// biome-ignore lint/suspicious/noExplicitAny: the document as it is served
type Json = any;

/** An answer as it came over HTTP. */
export interface SeenAnswer {
  method: string;
  /** With or without its query. */
  path: string;
  status: number;
  contentType: string;
  body: unknown;
  retryAfter?: string | null;
}

/** Says of an answer what the API's document does not promise. */
export class AnswerCheck {
  readonly #document: Json;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #compiled = new Map<string, ValidateFunction>();
  readonly #paths: { pattern: RegExp; path: string; parameters: number }[];

  constructor(document: object) {
    this.#document = document;
    addFormats.default(this.#ajv);
    // The document as a whole is no schema: only what is compiled is checked to be one.
    this.#ajv.addSchema(document as object, 'document', undefined, false);
    this.#paths = Object.keys(this.#document.paths)
      .map((path) => ({ path, pattern: patternOf(path), parameters: path.split('{').length - 1 }))
      .sort((one, other) => one.parameters - other.parameters);
  }

  /** @returns what is outside the document; undefined where the answer is what it says */
  misfit(answer: SeenAnswer): string | undefined {
    // The gateway finds the route by the path as it reads when decoded: `a%2Fb` is two parts.
    const path = decode(answer.path.split('?')[0]!);
    // The practice network is no part of Herald's own API.
    if (!path.startsWith('/api/v1/')) return undefined;
    const found = this.#paths.find(({ pattern }) => pattern.test(path))?.path;
    const operation = found && this.#document.paths[found][answer.method.toLowerCase().replace('head', 'get')];
    const fault = operation === undefined ? this.#refusal(answer) : this.#inside(found!, answer);
    return fault && `${answer.method} ${answer.path} answered ${answer.status} outside the document: ${fault}`;
  }

  /** A path or a method that the document does not have is refused with a problem. */
  #refusal({ status, contentType, body, method }: SeenAnswer): string | undefined {
    if (status < 400) return 'the document has no such operation';
    if (method === 'HEAD') return undefined;
    const isGateway = isJson(contentType) && GATEWAY_STATUSES.includes(status);
    return this.#fits(`/components/schemas/${isGateway ? 'GatewayMessage' : 'Problem'}`, body);
  }

  #inside(path: string, { method, status, contentType, body, retryAfter }: SeenAnswer): string | undefined {
    const at = `/paths/${escaped(path)}/${method.toLowerCase().replace('head', 'get')}/responses/${status}`;
    let response = get(this.#document, at);
    if (response === undefined) return `the operation has no status ${status}: ${JSON.stringify(body)?.slice(0, 500)}`;
    let place = at;
    if (response.$ref !== undefined) {
      place = response.$ref.slice(1);
      response = get(this.#document, place);
    }
    if (response.headers?.['Retry-After'] && isProblem(contentType) && !/^\d+$/.test(retryAfter ?? '')) {
      return 'no Retry-After';
    }
    if (method === 'HEAD') return undefined;
    const type = contentType.split(';')[0]!.trim();
    if (response.content === undefined) return body === '' ? undefined : `a body where there is none (${type})`;
    const media = response.content[type];
    if (media === undefined) return `the media type ${JSON.stringify(type)}`;
    return this.#fits(`${place}/content/${escaped(type)}/schema`, body);
  }

  #fits(pointer: string, body: unknown): string | undefined {
    let validate = this.#compiled.get(pointer);
    if (validate === undefined) {
      validate = this.#ajv.compile({ $ref: `document#${encodeURI(pointer)}` });
      this.#compiled.set(pointer, validate);
    }
    if (validate(body)) return undefined;
    const faults = (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
    );
    return `${faults.slice(0, 5).join('; ')} in ${JSON.stringify(body)?.slice(0, 800)}`;
  }
}

/** What the gateway says in words of its own: every path and every caller without a key has a function that answers. */
const GATEWAY_STATUSES = [429, 503];

const isJson = (contentType: string) => /^application\/json\b/.test(contentType);
const isProblem = (contentType: string) => /^application\/problem\+json\b/.test(contentType);
const escaped = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1');

function get(document: Json, pointer: string): Json {
  return pointer
    .split('/')
    .slice(1)
    .reduce((at, part) => at?.[part.replaceAll('~1', '/').replaceAll('~0', '~')], document);
}

function patternOf(path: string): RegExp {
  const parts = path.split(/\{\w+\}/).map((part) => part.replaceAll(/[.*+?^$()[\]\\|]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]+')}$`);
}
