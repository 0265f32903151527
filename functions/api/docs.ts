import { createApiHandler } from '../../shared/http/api-handler.ts';
import { docsPage } from '../../shared/http/docs-page.ts';
import { errorPage, errorsPage } from '../../shared/http/errors-page.ts';
import { openApiDocument } from '../../shared/http/openapi.ts';
import { text } from '../../shared/http/reply.ts';
import { docsEndpoints } from '../../shared/operations/system-endpoints.ts';

/** The page is plain HTML: nothing in it needs to run or to be fetched. */
const page = (html: string) =>
  text('text/html; charset=utf-8', html, {
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  });

export const handler = createApiHandler(docsEndpoints, {
  getOpenApi: async () => ({ ...openApiDocument() }),
  getDocs: async () => page(docsPage(openApiDocument())),
  getErrorDocs: async () => page(errorsPage()),
  getErrorCodeDocs: async ({ params }) => page(errorPage(params.code)),
});
