import { getText, putText } from '../aws/text-store.ts';
import type { Import } from './import.ts';
import type { ImportProblem } from './rows/row-problem.ts';
import type { ValidRow } from './rows/valid-row.ts';

type ImportId = Pick<Import, 'tenantId' | 'id'>;

/** The files of an import in the bucket, beside its item. They expire with it. `run` names the validation that made them. */
const folder = ({ tenantId, id }: ImportId) => `imports/${tenantId}/${id}`;
const uploadKey = (one: ImportId) => `${folder(one)}/file`;
const problemsKey = (one: ImportId, run: string) => `${folder(one)}/${run}/problems`;
const chunkKey = (one: ImportId, run: string, chunk: number) => `${folder(one)}/${run}/chunk-${chunk}`;

/** The file as it was uploaded. */
export function putUpload(one: ImportId, text: string): Promise<void> {
  return putText(uploadKey(one), text);
}

export function getUpload(one: ImportId): Promise<string> {
  return getText(uploadKey(one));
}

/** What validation found, in the order of the file. */
export function putProblems(one: ImportId, run: string, problems: ImportProblem[]): Promise<void> {
  return putText(problemsKey(one, run), JSON.stringify(problems));
}

export async function getProblems(one: ImportId, run: string): Promise<ImportProblem[]> {
  return JSON.parse(await getText(problemsKey(one, run))) as ImportProblem[];
}

export async function putChunks(one: ImportId, run: string, chunks: ValidRow[][]): Promise<void> {
  for (const [chunk, rows] of chunks.entries()) await putText(chunkKey(one, run, chunk), JSON.stringify(rows));
}

/** The rows of one chunk. */
export async function getChunk(one: ImportId, run: string, chunk: number): Promise<ValidRow[]> {
  return JSON.parse(await getText(chunkKey(one, run, chunk))) as ValidRow[];
}
