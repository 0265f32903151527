import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startXServer, type XDouble } from '../doubles/x-server.ts';
import { type Herald, startHerald } from '../support/herald.ts';
import { runAdmin } from '../support/operator.ts';
import { connectX } from '../support/practice-account.ts';

describe('the credentials of an account', () => {
  let herald: Herald;
  let x: XDouble;
  beforeAll(async () => {
    [herald, x] = await Promise.all([startHerald(), startXServer()]);
  });
  afterAll(() => Promise.all([herald?.close(), x?.close()]));

  /** Everything that the table holds, as text. */
  const table = async (): Promise<string> => {
    const { awsEndpoint, adminCredentials: credentials, tableName } = herald.cloud;
    const client = new DynamoDBClient({ endpoint: awsEndpoint, region: 'us-east-1', credentials });
    const pages = [];
    for await (const page of paginateScan({ client }, { TableName: tableName })) pages.push(JSON.stringify(page.Items));
    client.destroy();
    return pages.join('\n');
  };
  const publishes = async (platformId: string, body: string) => {
    const { id } = await herald.schedule({ platformId, body });
    await herald.api('POST', `/api/v1/distributions/${id}/publish`);
    await herald.published(id);
  };

  it('stand sealed in the table, move to Secrets Manager and back, and work all the time', async () => {
    const platformId = await connectX(herald, x);
    await publishes(platformId, 'From the table.');
    const sealed = await table();
    expect(sealed).toContain('"ciphertext"');
    for (const secret of Object.values(x.keys)) expect(sealed).not.toContain(secret);

    const there = await runAdmin(herald, 'move-credentials', '--to', 'secrets-manager');
    expect(there).toMatchObject({ code: 0, output: expect.stringContaining('1 moved to secrets-manager.') });
    expect(await table()).not.toContain('"ciphertext"');
    await publishes(platformId, 'From Secrets Manager.');

    const back = await runAdmin(herald, 'move-credentials', '--to', 'kms');
    expect(back).toMatchObject({ code: 0, output: expect.stringContaining('1 moved to kms.') });
    expect((await runAdmin(herald, 'move-credentials', '--to', 'kms')).output).toContain('0 moved to kms.');
    await publishes(platformId, 'From the table again.');
    expect(x.posts).toHaveLength(3);
  });

  it('of a user who gives new ones go where the deployment says, and are gone with the account', async () => {
    const platformId = await connectX(herald, x);
    await runAdmin(herald, 'move-credentials', '--to', 'secrets-manager');
    const answer = await herald.api('PATCH', `/api/v1/platforms/${platformId}`, { credentials: x.keys });
    expect(answer.status).toBe(200);
    await publishes(platformId, 'With new credentials.');
    expect(await table()).toContain(`"${platformId}"`);
    expect((await table()).split('"ciphertext"')).toHaveLength(2);
    expect((await herald.api('DELETE', `/api/v1/platforms/${platformId}`)).status).toBe(204);
    expect(await table()).not.toContain('"ciphertext"');
  });

  it('are moved to a place that there is, else the command says which there are', async () => {
    const { code, output } = await runAdmin(herald, 'move-credentials', '--to', 'nowhere');
    expect(code).toBe(2);
    expect(output).toContain('--to takes one of kms, secrets-manager.');
  });
});
