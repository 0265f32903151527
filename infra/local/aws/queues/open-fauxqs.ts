import { mkdirSync } from 'node:fs';
import { REGION } from '../identity.ts';
import type { WireResponse } from '../wire-response.ts';
import { buildApp, databaseOf, PersistenceManager, type Queue, S3Store, SnsStore, SqsStore } from './fauxqs.ts';

export interface Fauxqs {
  queues: SqsStore;
  /** Answers a request as if it had come over HTTP. */
  inject(request: InjectedRequest): Promise<WireResponse>;
  close(): Promise<void>;
}

export interface InjectedRequest {
  method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  url: string;
  headers: Record<string, string>;
  payload: Buffer | string;
}

/**
 * The emulator of SQS and S3, in this process. With a directory every change is in its SQLite file before the answer.
 *
 * @param prepare is given each queue before its stored messages are read
 */
export async function openFauxqs(directory: string | undefined, prepare: (queue: Queue) => void): Promise<Fauxqs> {
  if (directory !== undefined) mkdirSync(directory, { recursive: true, mode: 0o700 });
  const persistence = directory === undefined ? undefined : new AtomicPersistence(directory);
  const queues = new PreparedQueues((queue) => {
    persistence?.keepTogether(queue);
    prepare(queue);
  });
  const stores = { sqsStore: queues, snsStore: new SnsStore(), s3Store: new S3Store() };
  if (persistence) {
    persistence.load(stores.sqsStore, stores.snsStore, stores.s3Store);
    stores.sqsStore.persistence = persistence;
    stores.s3Store.persistence = persistence;
    for (const queue of stores.sqsStore.allQueues()) queue.persistence = persistence;
  }
  const app = buildApp({ logger: false, defaultRegion: REGION, stores });
  await app.ready();

  return {
    queues,
    async inject(request) {
      const { statusCode, headers, rawPayload } = await app.inject(request);
      const text = Object.entries(headers).map(([name, value]) => [name, String(value)]);
      return { status: statusCode, headers: Object.fromEntries(text), body: rawPayload };
    },
    async close() {
      await app.close();
      persistence?.close();
    },
  };
}

class PreparedQueues extends SqsStore {
  readonly #prepare: (queue: Queue) => void;

  constructor(prepare: (queue: Queue) => void) {
    super();
    this.#prepare = prepare;
  }

  override createQueue(...args: Parameters<SqsStore['createQueue']>): Queue {
    const queue = super.createQueue(...args);
    this.#prepare(queue);
    return queue;
  }
}

/**
 * fauxqs waits for the disk at each message sent, received and deleted, which holds up the whole thread; here it does not.
 *
 * It also moves a message to a dead-letter queue by a delete and an insert; killed in between, the message is gone.
 * The insert alone moves it, since it replaces the row of the same message id.
 */
class AtomicPersistence extends PersistenceManager {
  #receiving = false;

  constructor(directory: string) {
    super(directory);
    // As the other stores here: a commit is with the operating system and survives `kill -9`, without a wait for the disk.
    databaseOf(this).exec('PRAGMA synchronous = NORMAL');
  }

  keepTogether(queue: Queue): void {
    const dequeue = queue.dequeue.bind(queue);
    queue.dequeue = (...args) => {
      this.#receiving = true;
      try {
        return dequeue(...args);
      } finally {
        this.#receiving = false;
      }
    };
  }

  override deleteMessage(messageId: string): void {
    if (!this.#receiving) super.deleteMessage(messageId);
  }
}
