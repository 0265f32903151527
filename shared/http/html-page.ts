import { escapeHtml } from '../kernel/escape-html.ts';

/** A page of plain HTML: nothing in it needs to run or to be fetched. */
export function htmlPage({ title, header, main }: { title: string; header: string; main: string }): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>${style}</style></head><body>
<header>${header}</header>
<main>${main}</main></body></html>`;
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
