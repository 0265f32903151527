import { createApiHandler } from '../../shared/http/api-handler.ts';
import { docsPage } from '../../shared/http/docs-page.ts';
import { openApiDocument } from '../../shared/http/openapi.ts';
import { docsEndpoints } from '../../shared/operations/system-endpoints.ts';

export const handler = createApiHandler(docsEndpoints, {
  getOpenApi: { handle: async () => ({ status: 200, body: await openApiDocument() }) },
  getDocs: {
    handle: async () => ({
      status: 200,
      contentType: 'text/html; charset=utf-8',
      // The page is plain HTML: nothing in it needs to run or to be fetched.
      headers: { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'" },
      body: docsPage(await openApiDocument()),
    }),
  },
});
