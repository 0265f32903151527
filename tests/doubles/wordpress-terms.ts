import type { DoubleAnswer } from './http-double.ts';
import { refusal } from './wordpress-rules.ts';

interface Term {
  id: number;
  taxonomy: string;
  /** As WordPress keeps it: `&`, `<` and `>` as entities. */
  name: string;
  slug: string;
  parent: number;
}

export interface WordpressTerms {
  all: Term[];
  /** A term that somebody made on the site. */
  add(taxonomy: string, name: string): Term;
  has(taxonomy: string, id: unknown): boolean;
  list(taxonomy: string, query: URLSearchParams): DoubleAnswer;
  create(taxonomy: string, sent: Record<string, unknown>): DoubleAnswer;
}

/** The categories and tags of the site, with ids of their own. */
export function startTerms(nextId: () => number): WordpressTerms {
  const all: Term[] = [];
  const insert = (id: number, taxonomy: string, name: string) => {
    const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    const term = { id, taxonomy, name: encoded(name), slug, parent: 0 };
    all.push(term);
    return term;
  };
  for (const [id, name] of [
    [1, 'Uncategorized'],
    [2, 'News'],
    [3, 'Events'],
  ] as const)
    insert(id, 'categories', name);
  for (const [id, name] of [
    [4, 'doors'],
    [5, 'tea'],
  ] as const)
    insert(id, 'tags', name);

  return {
    all,
    add: (taxonomy, name) => insert(nextId(), taxonomy, name),
    has: (taxonomy, id) => all.some((term) => term.taxonomy === taxonomy && term.id === id),

    list(taxonomy, query) {
      const size = Number(query.get('per_page') ?? 10);
      if (!(size >= 1 && size <= 100)) {
        const params = { per_page: 'per_page must be between 1 (inclusive) and 100 (inclusive)' };
        return refusal(400, 'rest_invalid_param', 'Invalid parameter(s): per_page', params);
      }
      const search = query.get('search')?.toLowerCase() ?? '';
      const found = all.filter(
        (term) =>
          term.taxonomy === taxonomy && (term.name.toLowerCase().includes(search) || term.slug.includes(search)),
      );
      const from = (Number(query.get('page') ?? 1) - 1) * size;
      const pages = Math.ceil(found.length / size);
      return {
        status: 200,
        headers: { 'x-wp-total': String(found.length), 'x-wp-totalpages': String(pages) },
        body: found.slice(from, from + size).map(({ taxonomy: _, ...term }) => term),
      };
    },

    create(taxonomy, { name }) {
      if (typeof name !== 'string') {
        const params = { name: 'name is not of type string.' };
        return refusal(400, 'rest_invalid_param', 'Invalid parameter(s): name', params);
      }
      if (name.trim() === '') return refusal(400, 'empty_term_name', 'A name is required for this term.');
      const kept = encoded(name).toLowerCase();
      const same = all.find((term) => term.taxonomy === taxonomy && term.name.toLowerCase() === kept);
      if (same === undefined) return { status: 201, body: insert(nextId(), taxonomy, name) };
      const message = 'A term with the name provided already exists with this parent.';
      const data = { status: 400, term_id: same.id };
      return { status: 400, body: { code: 'term_exists', message, data, additional_data: [same.id] } };
    },
  };
}

function encoded(name: string): string {
  return name.trim().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
