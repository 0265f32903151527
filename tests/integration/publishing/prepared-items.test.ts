import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getItem } from '../../../shared/kernel/table/read.ts';
import { GuardFailed, transact } from '../../../shared/kernel/table/transact.ts';
import { fromPreparedItem, preparedKey, writePrepared } from '../../../shared/posts/model/prepared-items.ts';
import { openTable } from '../planning/support/table.ts';

describe('what workers prepared for one text', () => {
  let table: Awaited<ReturnType<typeof openTable>>;
  beforeAll(async () => {
    table = await openTable();
  });
  afterAll(() => table?.close());

  const owner = { tenantId: 'tenant', id: 'post', textVersion: 1 };
  const save = (revision: number, draftId: number) =>
    transact([writePrepared({ ...owner, revision }, { site: 'site', prepared: { draftId } })]);
  const saved = async () => fromPreparedItem(await getItem(preparedKey(owner)))?.prepared;

  it('is never written over by a worker whose lease another one has taken', async () => {
    await save(3, 30);
    await save(3, 31);
    await save(5, 50);
    await expect(save(3, 32)).rejects.toThrow(GuardFailed);
    expect(await saved()).toEqual({ draftId: 50 });
    await save(5, 51);
    expect(await saved()).toEqual({ draftId: 51 });
  });
});
