import { countDeadLetters } from './dead-letter-queues.ts';
import { type DeadLetterQueueName, deadLetterQueueNames, deadLetterQueues } from './dead-letters.ts';

interface DeadLetterQueueView {
  name: DeadLetterQueueName;
  messages: number;
  meaning: string;
  replay: string;
}

/** What lies in the dead-letter queues of the whole deployment, as numbers only. */
export async function listDeadLetters(): Promise<{ items: DeadLetterQueueView[] }> {
  const counts = await Promise.all(deadLetterQueueNames.map(countDeadLetters));
  return {
    items: deadLetterQueueNames.map((name, index) => ({ name, messages: counts[index]!, ...deadLetterQueues[name] })),
  };
}
