import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { watchLog } from '../../state/checkpoints.ts';
import { AwsError } from '../aws-error.ts';
import { REGION } from '../identity.ts';
import type { Members } from '../json-service.ts';
import { inTransaction } from '../state-file.ts';
import type { WireResponse } from '../wire-response.ts';
import {
  buildApp,
  DATABASE_FILE,
  databaseOf,
  messageActions,
  PersistenceManager,
  type Queue,
  S3Store,
  SnsStore,
  SqsError,
  SqsStore,
} from './fauxqs.ts';

export interface Fauxqs {
  queues: SqsStore;
  /**
   * Answers an operation of SQS, in one transaction where it changes several messages.
   *
   * @throws AwsError
   */
  askSqs(operation: string, input: Members): Promise<Members>;
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

  async function inject(request: InjectedRequest): Promise<WireResponse> {
    const { statusCode, headers, rawPayload } = await app.inject(request);
    const text = Object.entries(headers).map(([name, value]) => [name, String(value)]);
    return { status: statusCode, headers: Object.fromEntries(text), body: rawPayload };
  }

  async function askByHttp(operation: string, input: Members): Promise<Members> {
    const { status, body } = await inject({
      method: 'POST',
      url: '/',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AmazonSQS.${operation}`,
        authorization: `Credential=local/20000101/${REGION}/sqs/aws4_request`,
      },
      payload: JSON.stringify(input),
    });
    const answer = JSON.parse(body.toString()) as Members;
    if (status >= 400) throw errorOf(answer, status);
    return answer;
  }

  return {
    queues,
    async askSqs(operation, input) {
      const act = messageActions[operation];
      if (act === undefined) return await askByHttp(operation, input);
      const isOfMany = operation === 'ReceiveMessage' || operation.endsWith('Batch');
      try {
        const answer = persistence && isOfMany ? persistence.together(() => act(input, queues)) : act(input, queues);
        return ((await answer) ?? {}) as Members;
      } catch (error) {
        throw error instanceof SqsError ? errorOf(error.toJSON(), error.statusCode) : error;
      }
    },
    inject,
    async close() {
      await app.close();
      persistence?.close();
    },
  };
}

function errorOf(answer: Members, status: number): AwsError {
  const code = String(answer.__type ?? answer.code ?? 'InternalFailure')
    .split('#')
    .at(-1);
  return new AwsError(code ?? 'InternalFailure', String(answer.message), status);
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
  readonly #unwatch: () => void;
  #receiving = false;

  constructor(directory: string) {
    super(directory);
    // As the other stores here: a commit is with the operating system and survives `kill -9`, without a wait for the disk.
    databaseOf(this).exec('PRAGMA synchronous = NORMAL');
    this.#unwatch = watchLog(databaseOf(this), join(directory, DATABASE_FILE));
  }

  override close(): void {
    this.#unwatch();
    super.close();
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

  /** All of what `work` writes, or nothing. What it does after it has waited is not part of it. */
  together<Result>(work: () => Result): Result {
    return inTransaction(databaseOf(this), work);
  }

  override deleteMessage(messageId: string): void {
    if (!this.#receiving) super.deleteMessage(messageId);
  }
}
