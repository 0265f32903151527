/** Imports with the extension that Node reads without a build. */
export default {
  input: new URL('clients/made/openapi.json', import.meta.url).pathname,
  output: { path: new URL('clients/made/hey-api', import.meta.url).pathname, module: { extension: '.ts' } },
  plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
  logs: { file: false },
};
