import { join } from 'node:path';
import type { Plugin } from 'esbuild';

// What functions leave out, or do not run, when they start.

const projectRoot = join(import.meta.dirname, '../..');

/**
 * Parts of packages that nothing here comes to, and that would run at each cold start: what core-js mends is whole in Node, and
 * sanitize-html parses style attributes, of which the author's HTML keeps none.
 */
export const withoutDeadWeight: Plugin = {
  name: 'without dead weight',
  setup({ onResolve, onLoad }) {
    const empty = ({ path }: { path: string }) => ({ path, namespace: 'nothing', sideEffects: false });
    onResolve({ filter: /^core-js\/modules\// }, empty);
    onResolve({ filter: /^postcss$/ }, empty);
    onLoad({ filter: /./, namespace: 'nothing' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/**
 * To import Node's `http` as an ES module reads all that it has, `WebSocket` among it, for which Node loads its whole client for
 * `fetch`: a sixth of a cold start, and 3 MB. Read as CommonJS it gives what is asked for.
 */
export const withoutFetchClient: Plugin = {
  name: 'without the client for fetch',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?http$/ }, () => ({ path: 'node:http', namespace: 'builtin', sideEffects: false }));
    onLoad({ filter: /./, namespace: 'builtin' }, () => ({
      contents: "module.exports = process.getBuiltinModule('node:http');",
    }));
  },
};

/** Large packages that few events need. Each of their exports is used by its name, or the package is a function. */
const RARE = /^(sanitize-html|twitter-text)$/;

/** Runs such a package when it is first used, and not at each cold start; who uses it knows nothing of that. */
export const runAtFirstUse: Plugin = {
  name: 'run at first use',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: RARE }, ({ path, kind }) =>
      kind === 'import-statement' ? { path, namespace: 'first-use', sideEffects: false } : undefined,
    );
    onLoad({ filter: /./, namespace: 'first-use' }, ({ path }) => ({
      contents: `const real = () => { const module = require(${JSON.stringify(path)}); return module.default ?? module; };
        export default new Proxy(function () {}, {
          get: (_, name) => real()[name],
          apply: (_, self, given) => real()(...given),
        });`,
      resolveDir: projectRoot,
    }));
  },
};
