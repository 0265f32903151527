import { fork } from 'node:child_process';
import { basename } from 'node:path';
import type { Answer, Operations } from './serve-parent.ts';

/** A program of the bench in a process of its own: what it takes is not counted as Herald's. */
export interface Child<Asked extends Operations> {
  pid: number;
  ask<Name extends keyof Asked & string>(
    name: Name,
    ...input: Parameters<Asked[Name]>
  ): Promise<Awaited<ReturnType<Asked[Name]>>>;
  close(): Promise<void>;
}

/** @param file calls `serveParent` once it is ready */
export async function startChild<Asked extends Operations>(file: string): Promise<Child<Asked>> {
  const child = fork(file, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ready = Promise.withResolvers<void>();
  const asked = new Map<number, PromiseWithResolvers<never>>();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.on('message', (answer: Answer) => {
    if ('ready' in answer) return ready.resolve();
    const question = asked.get(answer.id)!;
    asked.delete(answer.id);
    if ('error' in answer) question.reject(new Error(answer.error));
    else question.resolve(answer.result as never);
  });
  child.once('exit', (code, signal) => {
    const error = new Error(`${basename(file)} ended by itself (${signal ?? code}).`);
    for (const { reject } of [ready, ...asked.values()]) reject(error);
  });
  await ready.promise;
  let lastId = 0;
  return {
    pid: child.pid!,
    ask: (name, ...[input]) => {
      const question = Promise.withResolvers<never>();
      lastId += 1;
      asked.set(lastId, question);
      child.send({ id: lastId, name, input });
      return question.promise;
    },
    close: () => {
      if (child.connected) child.disconnect();
      return ended;
    },
  };
}
