import type { OpenApiDocument } from './openapi.ts';

type Json = Record<string, unknown>;
type Operation = Json & { operationId?: string; summary?: string; description?: string; tags?: string[] };

/** The API as one readable page: plain HTML made from the OpenAPI document, with a curl line for each operation. */
export function docsPage(document: OpenApiDocument): string {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({ path, method, operation })),
  );
  const tags = [...new Set(operations.map(({ operation }) => operation.tags?.[0] ?? 'other'))];
  const sections = tags.map((tag) => {
    const own = operations.filter(({ operation }) => (operation.tags?.[0] ?? 'other') === tag);
    return `<section id="${text(tag)}"><h2>${text(tag)}</h2>${own.map(renderOperation).join('')}</section>`;
  });
  const schemas = Object.entries(document.components?.schemas ?? {}).map(
    ([name, schema]) => `<details id="schema-${text(name)}"><summary>${text(name)}</summary>${code(schema)}</details>`,
  );
  const links = [...tags, 'schemas'].map((tag) => `<a href="#${text(tag)}">${text(tag)}</a>`).join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Herald API ${text(document.info.version)}</title><style>${style}</style></head><body>
<header><h1>Herald API <small>${text(document.info.version)}</small></h1><p>${text(document.info.description ?? '')}</p>
<p>Send <code>Authorization: Bearer herald_…</code> with every request that needs a key. Times are ISO 8601, lists have
<code>limit</code>, <code>cursor</code> and <code>nextCursor</code>, errors are RFC 9457 problems.
The machine's version of this page is <a href="openapi.json">openapi.json</a>.</p><nav>${links}</nav></header>
<main>${sections.join('')}<section id="schemas"><h2>schemas</h2>${schemas.join('')}</section></main></body></html>`;
}

function renderOperation({ path, method, operation }: { path: string; method: string; operation: Operation }): string {
  const scope = typeof operation['x-scope'] === 'string' ? `scope ${operation['x-scope']}` : 'no key needed';
  const body = schemaOf(operation.requestBody);
  const parameters = (operation.parameters ?? []) as {
    name: string;
    in: string;
    required?: boolean;
    description?: string;
  }[];
  const answers = Object.entries((operation.responses ?? {}) as Record<string, Json>).map(([status, answer]) => {
    const schema = schemaOf(answer);
    return `<tr><td>${text(status)}</td><td>${text(String(answer.description ?? ''))}${schema ? code(schema) : ''}</td></tr>`;
  });
  const rows = parameters.map(
    ({ name, in: place, required, description = '' }) =>
      `<tr><td><code>${text(name)}</code></td><td>${text(place)}${required ? ', required' : ''}. ${text(description)}</td></tr>`,
  );
  return `<details id="${text(operation.operationId ?? '')}"><summary><b class="${method}">${method.toUpperCase()}</b>
<code>${text(path)}</code> <span>${text(operation.summary ?? '')}</span> <em>${text(scope)}</em></summary>
<p>${text(operation.description ?? '')}</p><pre>${text(curl(method, path, body !== undefined))}</pre>
${rows.length > 0 ? `<h4>Parameters</h4><table>${rows.join('')}</table>` : ''}
${body === undefined ? '' : `<h4>Body</h4>${code(body)}`}<h4>Answers</h4><table>${answers.join('')}</table></details>`;
}

function curl(method: string, path: string, hasBody: boolean): string {
  const body = hasBody ? ` \\\n  -H 'content-type: application/json' -d '{…}'` : '';
  const verb = method === 'get' ? '' : ` -X ${method.toUpperCase()}`;
  return `curl${verb} "$HERALD_URL${path}" -H "authorization: Bearer $HERALD_KEY"${body}`;
}

function schemaOf(part: unknown): unknown {
  const content = (part as { content?: Record<string, { schema?: unknown }> } | undefined)?.content;
  return content === undefined ? undefined : Object.values(content)[0]?.schema;
}

/** References become links to the schema they name. */
function code(schema: unknown): string {
  const json = text(JSON.stringify(schema, null, 2));
  return `<pre>${json.replace(/#\/components\/schemas\/(\w+)/g, '<a href="#schema-$1">$1</a>')}</pre>`;
}

function text(value: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return value.replace(/[&<>"]/g, (character) => entities[character]!);
}

const style = `:root{color-scheme:light dark;--line:#8884;--accent:#2563eb}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1.5rem}
h1 small{font-weight:400;opacity:.6}nav a{margin-right:1rem}a{color:var(--accent)}
details{border:1px solid var(--line);border-radius:.5rem;margin:.5rem 0;padding:.5rem .8rem}
summary{cursor:pointer;display:flex;flex-wrap:wrap;gap:.2rem .6rem;align-items:baseline}summary::before{content:"▸"}
details[open]>summary::before{content:"▾"}summary b{min-width:4.5rem;color:var(--accent)}code{overflow-wrap:anywhere}
summary em{margin-left:auto;opacity:.6}
summary b.delete{color:#dc2626}summary b.post{color:#16a34a}summary b.patch{color:#d97706}
pre{background:#8881;padding:.6rem;border-radius:.4rem;overflow:auto;font-size:.82rem}
table{border-collapse:collapse;width:100%;table-layout:fixed}td:first-child{width:9rem}td{border-top:1px solid var(--line);padding:.4rem;vertical-align:top}`;
