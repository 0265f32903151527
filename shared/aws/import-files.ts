/** Where the files of an import lie in the bucket. `run` names the validation that made the chunks. */
const folder = (tenantId: string, importId: string) => `imports/${tenantId}/${importId}`;

export const importFileKeys = {
  file: (tenantId: string, importId: string) => `${folder(tenantId, importId)}/file`,
  problems: (tenantId: string, importId: string, run: string) => `${folder(tenantId, importId)}/${run}/problems`,
  chunk: (tenantId: string, importId: string, run: string, chunk: number) =>
    `${folder(tenantId, importId)}/${run}/chunk-${chunk}`,
};
