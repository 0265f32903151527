import type { DoubleAnswer, DoubleRequest } from '../../../doubles/http-double.ts';
import { SandboxContainers } from '../../../doubles/sandbox-containers.ts';
import type { SandboxDoublePost } from '../../../doubles/sandbox-rules.ts';

const BASE = '/sandbox/v1';

/** The sandbox network in this process: what stands is what it was made to show. Each call is one step. */
export class PracticeNetwork {
  readonly posts: SandboxDoublePost[] = [];
  readonly #knowsRepeats: boolean;
  readonly containers = new SandboxContainers((sent) => this.#add(sent));

  /** `knowsRepeats`: the same reference never makes a second post. Otherwise the reference only finds the first again. */
  constructor({ knowsRepeats = true } = {}) {
    this.#knowsRepeats = knowsRepeats;
  }

  answer(request: DoubleRequest): DoubleAnswer {
    const path = request.url.pathname.replace(BASE, '');
    if (path.startsWith('/containers')) return this.containers.answer(request, path);
    if (request.method === 'GET') {
      const reference = request.url.searchParams.get('reference');
      return { status: 200, body: { items: this.posts.filter(({ sent }) => sent.reference === reference) } };
    }
    const sent = JSON.parse(request.body.toString()) as Record<string, unknown>;
    const same = ({ sent: { reference } }: SandboxDoublePost) =>
      reference !== undefined && reference === sent.reference;
    const first = this.#knowsRepeats ? this.posts.find(same) : undefined;
    return { status: 201, body: first ?? this.#add(sent) };
  }

  /** Those whose text has this mark. */
  standing(mark: string): SandboxDoublePost[] {
    return this.posts.filter(({ sent }) => String(sent.text).includes(mark));
  }

  /** Containers that nobody published, of the texts with this mark. */
  leftovers(mark: string) {
    return this.containers.unpublished().filter(({ sent }) => String(sent.text).includes(mark));
  }

  #add(sent: Record<string, unknown>): SandboxDoublePost {
    const id = `p${this.posts.length + 1}`;
    const url = `https://sandbox.example${BASE}/posts/${id}`;
    const post = { id, url, createdAt: new Date().toISOString(), sent };
    this.posts.push(post);
    return post;
  }
}

export const isVisible = ({ method, url }: Pick<DoubleRequest, 'method' | 'url'>) =>
  method === 'POST' && /\/(posts|publish)$/.test(url.pathname);
