import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { AwsError } from '../../../../infra/local/aws/aws-error.ts';
import type { DynamoDbEngine } from '../../../../infra/local/dynamodb/engine.ts';

/** Serves an engine on loopback, as much of HTTP as the AWS SDK needs. */
export async function serve(engine: DynamoDbEngine): Promise<{ endpoint: string; stop: () => Promise<void> }> {
  const server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1]!;
    const [status, body] = await engine
      .call(operation, JSON.parse(await text(request)))
      .then((output): [number, object] => [200, output], errorResponse);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}

function errorResponse(error: unknown): [number, object] {
  if (!(error instanceof AwsError)) return [500, { __type: 'InternalServerError', message: String(error) }];
  return [
    error.status,
    { __type: `com.amazonaws.dynamodb.v20120810#${error.code}`, message: error.message, ...error.extra },
  ];
}
