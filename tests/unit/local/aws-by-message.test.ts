import http from 'node:http';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, expect, it } from 'vitest';
import type { AwsRequest } from '../../../infra/local/aws/wire-request.ts';
import { askAwsByMessage } from '../../../infra/local/lambda/aws-by-message.ts';

const ENDPOINT = 'http://127.0.0.1:9';
const asked: { id: number; request: AwsRequest }[] = [];
const own = http.request;
const aws = askAwsByMessage(ENDPOINT, (id, request) => asked.push({ id, request }));
const answer = { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: '{}' };

afterEach(() => {
  asked.length = 0;
});

const client = (settings: object = {}) =>
  new DynamoDBClient({
    endpoint: ENDPOINT,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
    ...settings,
  });
const read = new GetItemCommand({ TableName: 't', Key: { pk: { S: 'ä' } } });
const request = async () => {
  await expect.poll(() => asked.length, { interval: 1 }).toBe(1);
  return asked[0]!;
};

it('a request is described as it would be on the wire, and holds nothing after its answer', async () => {
  const answered = client().send(read);
  const { id, request: described } = await request();
  expect(described).toMatchObject({
    method: 'POST',
    path: '/',
    headers: {
      'x-amz-target': 'DynamoDB_20120810.GetItem',
      authorization: expect.stringContaining('/us-east-1/dynamodb/aws4_request'),
    },
  });
  expect(JSON.parse(described.body as string)).toEqual({ TableName: 't', Key: { pk: { S: 'ä' } } });
  expect(aws.waiting).toBe(1);
  aws.settle(id, answer);
  await answered;
  expect(aws.waiting).toBe(0);
});

it.each([
  ['an abort', {}, 'AbortError'],
  ['a timeout of the request', { requestTimeout: 20, throwOnRequestTimeout: true }, 'TimeoutError'],
  ['a timeout of the socket', { socketTimeout: 20 }, 'TimeoutError'],
])('%s lets go of the request, and an answer that comes later goes nowhere', async (_what, requestHandler, name) => {
  const controller = new AbortController();
  const answered = client({ requestHandler }).send(read, { abortSignal: controller.signal });
  const failure = expect(answered).rejects.toMatchObject({ name });
  const { id } = await request();
  if (name === 'AbortError') controller.abort();
  await failure;
  expect(aws.waiting).toBe(0);
  aws.settle(id, answer);
});

it('a lost connection fails as on a socket, and lets go of the request', async () => {
  const answered = client().send(read);
  const failure = expect(answered).rejects.toMatchObject({ code: 'ECONNRESET' });
  aws.settle((await request()).id, undefined);
  await failure;
  expect(aws.waiting).toBe(0);
});

it('what goes to another server, or to S3, or is no call of AWS, stays with the client of Node', async () => {
  const kept = [
    { host: '127.0.0.1', port: 9, headers: {} },
    { host: '127.0.0.1', port: 9, headers: { authorization: 'Credential=a/20260101/us-east-1/s3/aws4_request' } },
    { host: '127.0.0.1', port: 7, headers: { authorization: 'Credential=a/20260101/us-east-1/sqs/aws4_request' } },
    { host: 'localhost', port: 9, headers: { authorization: 'Credential=a/20260101/us-east-1/sqs/aws4_request' } },
  ];
  for (const options of kept) {
    const sent = http.request(options).on('error', () => {});
    expect(sent).toBeInstanceOf(http.ClientRequest);
    sent.destroy();
  }
  const sent = http.request(`${ENDPOINT}/`).on('error', () => {});
  expect(sent).toBeInstanceOf(http.ClientRequest);
  sent.destroy();
  expect(aws.waiting).toBe(0);
});

it('the client of Node can be put back', () => {
  aws.end();
  expect(http.request).toBe(own);
});
