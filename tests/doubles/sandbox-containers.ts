import type { DoubleAnswer, DoubleRequest } from './http-double.ts';
import { parseJson } from './platform-double.ts';
import { checkFields, problem, type SandboxDoublePost } from './sandbox-rules.ts';

interface Container {
  id: string;
  sent: Record<string, unknown>;
  post?: SandboxDoublePost;
}

/** The container half of the sandbox stand-in: made as often as one asks, published once each. */
export class SandboxContainers {
  readonly #all: Container[] = [];
  readonly #addPost: (sent: Record<string, unknown>) => SandboxDoublePost;
  #count = 0;

  constructor(addPost: (sent: Record<string, unknown>) => SandboxDoublePost) {
    this.#addPost = addPost;
  }

  unpublished(): Container[] {
    return this.#all.filter(({ post }) => post === undefined);
  }

  answer(request: DoubleRequest, path: string): DoubleAnswer {
    const { method, url } = request;
    const [, , id, action] = path.split('/');
    if (id === undefined && method === 'POST') return this.#create(request);
    if (id === undefined) {
      const found = this.#all.filter(({ sent }) => sent.reference === url.searchParams.get('reference'));
      return { status: 200, body: { items: found.map(shown) } };
    }
    const container = this.#all.find((one) => one.id === id);
    if (container === undefined) return problem(404, 'not_found', 'There is no such container.');
    if (method === 'GET') return { status: 200, body: shown(container) };
    if (container.post !== undefined) return problem(409, 'already_published', 'It is published already.');
    if (method === 'DELETE') {
      this.#all.splice(this.#all.indexOf(container), 1);
      return { status: 204 };
    }
    if (action !== 'publish') return problem(404, 'not_found', 'There is no such route.');
    const { reference, ...fields } = container.sent;
    container.post = this.#addPost(fields);
    return { status: 201, body: shownPost(container.post) };
  }

  #create(request: DoubleRequest): DoubleAnswer {
    const sent = parseJson(request, (detail) => problem(400, 'invalid_request', detail));
    checkFields(sent, ['reference']);
    const container = { id: `c${++this.#count}`, sent };
    this.#all.push(container);
    return { status: 201, body: shown(container) };
  }
}

function shown({ id, post }: Container) {
  return post === undefined ? { id, status: 'ready' } : { id, status: 'published', post: shownPost(post) };
}

function shownPost({ id, url, createdAt }: SandboxDoublePost) {
  return { id, url, createdAt };
}
