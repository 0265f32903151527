import type { Answer, Herald } from '../support/herald.ts';

/** A refused request is quick and proves nothing: it ends the benchmark. */
export async function checked(answer: ReturnType<Herald['api']>): Promise<Answer> {
  const given = await answer;
  if (given.status < 300) return given;
  throw new Error(`A request of the benchmark was answered ${given.status}: ${JSON.stringify(given.body)}`);
}
