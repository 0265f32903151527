import { escapeHtml as text } from '../kernel/escape-html.ts';
import { htmlPage } from './html-page.ts';
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
    return `<section id="${text(tag)}"><h2>${text(tag)}</h2>${own.map((one) => renderOperation(document, one)).join('')}</section>`;
  });
  const schemas = Object.entries(document.components?.schemas ?? {}).map(
    ([name, schema]) => `<details id="schema-${text(name)}"><summary>${text(name)}</summary>${code(schema)}</details>`,
  );
  const links = [...tags, 'schemas'].map((tag) => `<a href="#${text(tag)}">${text(tag)}</a>`).join('');
  const header = `<h1>Herald API <small>${text(document.info.version)}</small></h1><p>${withCode(text(document.info.description ?? ''))}</p>
<p>Send <code>Authorization: Bearer herald_…</code> with every request that needs a key. Times are ISO 8601, lists have
<code>limit</code>, <code>cursor</code> and <code>nextCursor</code>, errors are RFC 9457 problems
with <a href="docs/errors">one of these codes</a>. The machine's version of this page is
<a href="openapi.json">openapi.json</a>.</p><nav>${links}</nav>`;
  const main = `${sections.join('')}<section id="schemas"><h2>schemas</h2>${schemas.join('')}</section>`;
  return htmlPage({ title: `Herald API ${document.info.version}`, header, main });
}

function renderOperation(
  document: OpenApiDocument,
  { path, method, operation }: { path: string; method: string; operation: Operation },
): string {
  const scope = typeof operation['x-scope'] === 'string' ? `scope ${operation['x-scope']}` : 'no key needed';
  const body = schemaOf(operation.requestBody);
  const parameters = (operation.parameters ?? []) as {
    name: string;
    in: string;
    required?: boolean;
    description?: string;
  }[];
  const answers = Object.entries((operation.responses ?? {}) as Record<string, Json>).map(([status, answer]) => {
    const { description = '', content = {} } = resolved(document, answer) as Json & { content?: Json };
    // What a problem is stands in one place: here its codes are enough.
    const schema = 'application/json' in content ? schemaOf(answer) : undefined;
    const types = Object.keys(content).filter((type) => !/json$/.test(type));
    const said = [text(String(description)), ...types.map((type) => `<code>${text(type)}</code>`)].join(' ');
    return `<tr><td>${text(status)}</td><td>${withCode(said)}${schema ? code(schema) : ''}</td></tr>`;
  });
  const rows = parameters.map(
    ({ name, in: place, required, description = '' }) =>
      `<tr><td><code>${text(name)}</code></td><td>${text(place)}${required ? ', required' : ''}. ${text(description)}</td></tr>`,
  );
  return `<details id="${text(operation.operationId ?? '')}"><summary><b class="${method}">${method.toUpperCase()}</b>
<code>${text(path)}</code> <span>${text(operation.summary ?? '')}</span> <em>${text(scope)}</em></summary>
<p>${withCode(text(operation.description ?? ''))}</p><pre>${text(curl(method, path, exampleOf(operation.requestBody)))}</pre>
${rows.length > 0 ? `<h4>Parameters</h4><table>${rows.join('')}</table>` : ''}
${body === undefined ? '' : `<h4>Body</h4>${code(body)}`}<h4>Answers</h4><table>${answers.join('')}</table></details>`;
}

function curl(method: string, path: string, { type, example }: { type?: string; example?: unknown }): string {
  const said = typeof example === 'string' ? example : JSON.stringify(example ?? {});
  const body =
    type === undefined ? '' : ` \\\n  -H 'content-type: ${type}' --data-binary '${said.replaceAll("'", "'\\''")}'`;
  const verb = method === 'get' ? '' : ` -X ${method.toUpperCase()}`;
  return `curl${verb} "$HERALD_URL${path}" -H "authorization: Bearer $HERALD_KEY"${body}`;
}

function exampleOf(part: unknown): { type?: string; example?: unknown } {
  const [first] = Object.entries((part as { content?: Record<string, Json> } | undefined)?.content ?? {});
  return first === undefined ? {} : { type: first[0], example: first[1].example };
}

/** Answers that many operations have stand in the document once. */
function resolved(document: OpenApiDocument, answer: Json): Json {
  const name = typeof answer.$ref === 'string' ? answer.$ref.split('/').at(-1)! : undefined;
  return name === undefined ? answer : ((document.components?.responses?.[name] as Json | undefined) ?? {});
}

/** Descriptions mark code as Markdown does. */
const withCode = (escaped: string) => escaped.replaceAll(/`([^`]*)`/g, '<code>$1</code>');

function schemaOf(part: unknown): unknown {
  const content = (part as { content?: Record<string, { schema?: unknown }> } | undefined)?.content;
  return content === undefined ? undefined : Object.values(content)[0]?.schema;
}

/** References become links to the schema they name. */
function code(schema: unknown): string {
  const json = text(JSON.stringify(schema, null, 2));
  return `<pre>${json.replace(/#\/components\/schemas\/(\w+)/g, '<a href="#schema-$1">$1</a>')}</pre>`;
}
