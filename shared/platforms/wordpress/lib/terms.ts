import * as z from 'zod';
import type { PlatformContext } from '../../contract/adapter.ts';
import { htmlText } from '../../contract/html-text.ts';
import { numberIdField } from '../../http/answer-fields.ts';
import { readAnswer } from '../../http/read-answer.ts';
import { MAX_READ, quote } from '../../http/redact.ts';
import { call, SITE } from './client.ts';
import type { WordpressAnswer } from './judge-answer.ts';
import type { FoundTerms } from './prepared.ts';

export const taxonomies = ['categories', 'tags'] as const;
type Taxonomy = (typeof taxonomies)[number];

const termSchema = z.object({ id: numberIdField, name: z.string(), parent: z.number().default(0) });
type Term = z.infer<typeof termSchema>;

const existsSchema = z.object({ code: z.literal('term_exists'), data: z.object({ term_id: numberIdField }) });
const refusalSchema = z.object({ message: z.string() });

const PAGE = 100;
/** Of a search: a name that is part of so many others is left to the site, which knows its own when it is created. */
const MAX_PAGES = 5;

/** How far a list of terms reached; undefined where the site does not show them. */
type Listed = { terms: Term[]; complete: boolean } | undefined;

/**
 * The ids of the terms with these names, made where the site lacks them and lets the user. One that it refuses is left
 * out with the reason: a post is worth more than its tag.
 *
 * One call for the terms that are used most, unless there is one name alone; then, where those are not all that the site
 * has, one search for each name that was not among them.
 */
export async function findTerms(
  context: PlatformContext,
  root: string,
  taxonomy: Taxonomy,
  names: readonly string[],
): Promise<FoundTerms> {
  const wanted = [...new Map(names.map((name) => [folded(name), name.trim()])).values()];
  const known =
    wanted.length > 1 ? await list(context, root, taxonomy, { orderby: 'count', order: 'desc' }) : undefined;
  const terms: FoundTerms = { found: [], leftOut: [] };
  /** Who may not create one term may not create another. */
  let forbidden: string | undefined;
  for (const name of wanted) {
    const id =
      matching(known?.terms ?? [], name)?.id ??
      (known?.complete === true ? undefined : matching(await search(context, root, taxonomy, name), name)?.id);
    const created = id === undefined && forbidden === undefined ? await create(context, root, taxonomy, name) : {};
    if (created.isForbidden) forbidden = created.reason;
    const termId = id ?? created.id;
    if (termId === undefined) terms.leftOut.push({ name, reason: created.reason ?? forbidden ?? '' });
    else terms.found.push({ name, id: termId });
  }
  return terms;
}

interface Created {
  id?: number;
  /** Why there is none. */
  reason?: string;
  isForbidden?: boolean;
}

async function create(context: PlatformContext, root: string, taxonomy: Taxonomy, name: string): Promise<Created> {
  const answer = await call(context, root, `wp/v2/${taxonomy}`, {
    method: 'POST',
    json: { name },
    // A site may refuse a name, refuse the user, or have its terms switched off.
    allow: [400, 403, 404],
  });
  if (answer.status < 300) return readAnswer(z.object({ id: numberIdField }), answer.body, SITE);
  // It was made after the search, or WordPress takes two names for the same that differ for us.
  const existing = existsSchema.safeParse(answer.body);
  if (existing.success) return { id: existing.data.data.term_id };
  return { reason: refusalOf(answer, context.credentials), isForbidden: answer.status !== 400 };
}

async function search(context: PlatformContext, root: string, taxonomy: Taxonomy, name: string): Promise<Term[]> {
  const terms: Term[] = [];
  for (let page = 1; page <= MAX_PAGES; page++) {
    const listed = await list(context, root, taxonomy, { search: stored(name), page: String(page) });
    terms.push(...(listed?.terms ?? []));
    if (listed === undefined || listed.complete || matching(terms, name) !== undefined) break;
  }
  return terms;
}

async function list(
  context: PlatformContext,
  root: string,
  taxonomy: Taxonomy,
  query: Record<string, string>,
): Promise<Listed> {
  const fields = { per_page: String(PAGE), _fields: 'id,name,parent' };
  const answer = await call(context, root, `wp/v2/${taxonomy}`, { query: { ...query, ...fields }, allow: [403, 404] });
  if (answer.status >= 300) return undefined;
  const terms = readAnswer(z.array(termSchema), answer.body, SITE);
  return { terms, complete: terms.length < PAGE };
}

/** The same name whatever its case; of several the one written as asked, then the one with the fewest above it. */
function matching(terms: Term[], name: string): Term | undefined {
  const same = terms.filter((term) => folded(htmlText(term.name)) === folded(name));
  return same.find((term) => htmlText(term.name) === name.trim()) ?? same.find(({ parent }) => parent === 0) ?? same[0];
}

function folded(name: string): string {
  return name.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
}

/** As WordPress keeps a name, and searches it. */
function stored(name: string): string {
  return name.trim().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function refusalOf({ status, body }: WordpressAnswer, credentials: unknown): string {
  const said = refusalSchema.safeParse(body).data?.message;
  const reason = said === undefined ? '' : `: ${htmlText(said.slice(0, MAX_READ))}`;
  return quote(`the site answered ${status}${reason}`, credentials, 200);
}
