/** What a process of the bench can be asked by the one that started it. */
export type Operations = Record<string, (input: never) => unknown>;

export interface Question {
  id: number;
  name: string;
  input: never;
}

export type Answer = { ready: true } | { id: number; result: unknown } | { id: number; error: string };

/**
 * Answers what the parent process asks until that one goes, however it goes: then `close` runs, and this process ends.
 */
export function serveParent(operations: Operations, close: () => Promise<void> = async () => {}): void {
  const answer = (message: Answer) => void (process.connected && process.send?.(message));
  process.on('message', async ({ id, name, input }: Question) => {
    try {
      answer({ id, result: await operations[name]!(input) });
    } catch (error) {
      answer({ id, error: (error as Error).stack ?? String(error) });
    }
  });
  let ending = false;
  const end = async (code: number) => {
    if (ending) return;
    ending = true;
    await close().finally(() => process.exit(code));
  };
  process.once('disconnect', () => end(0));
  process.on('uncaughtException', (error) => {
    if (!ending) console.error(error);
    void end(1);
  });
  // A signal from the keyboard reaches the parent, too.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(0));
  answer({ ready: true });
}
