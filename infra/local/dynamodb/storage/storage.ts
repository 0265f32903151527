import { dynalite } from '../dynalite/dynalite.ts';
import { type BatchOperation, FORMAT_KEY, type KeyRange } from './key-space.ts';
import { BrokenStateError, StateInUseError } from './state-error.ts';

const FORMAT = 1;
/** Entries read at once: few at first, because many readers stop early. */
const FIRST_PAGE = 8;
const PAGE = 100;

/** The one LevelDB that holds everything, as JSON values under text keys. */
export class Storage {
  readonly #level;
  readonly #directory: string;

  private constructor(directory: string | undefined) {
    this.#level = dynalite.create({ path: directory }).db;
    this.#directory = directory ?? 'memory';
  }

  /** @throws StateInUseError, BrokenStateError */
  static async open(directory: string | undefined): Promise<Storage> {
    const storage = new Storage(directory);
    try {
      await storage.#level.open();
    } catch (error) {
      throw openingError(storage.#directory, error);
    }
    await storage.#checkFormat();
    return storage;
  }

  async get<T>(key: string): Promise<T | undefined> {
    try {
      return (await this.#level.get(key)) as T | undefined;
    } catch (error) {
      throw this.#storeError(error);
    }
  }

  /** All or nothing, also when the process is killed. */
  async commit(operations: readonly BatchOperation[]): Promise<void> {
    if (operations.length === 0) return;
    await this.#level.batch(operations).catch((error: unknown) => {
      throw this.#storeError(error);
    });
  }

  /** Entries in key order, as they are when the first one is asked for. */
  async *entries<T>(range: KeyRange & { reverse?: boolean; limit?: number }): AsyncGenerator<[key: string, value: T]> {
    const iterator = this.#level.iterator(range);
    try {
      let page = await iterator.nextv(FIRST_PAGE);
      while (page.length > 0) {
        yield* page as [string, T][];
        page = await iterator.nextv(PAGE);
      }
    } catch (error) {
      throw this.#storeError(error);
    } finally {
      await iterator.close();
    }
  }

  async clear(range: KeyRange): Promise<void> {
    await this.#level.clear(range);
  }

  async close(): Promise<void> {
    await this.#level.close();
  }

  async #checkFormat(): Promise<void> {
    try {
      const format = await this.get<number>(FORMAT_KEY);
      if (format === FORMAT) return;
      if (format !== undefined) throw new BrokenStateError(this.#directory, `it has format ${format}, not ${FORMAT}`);
      for await (const _entry of this.entries({ limit: 1 })) {
        throw new BrokenStateError(this.#directory, 'the folder holds data of something else');
      }
      await this.commit([{ type: 'put', key: FORMAT_KEY, value: FORMAT }]);
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  #storeError(error: unknown): unknown {
    const { code, message } = error as { code?: string; message: string };
    const broken = code === 'LEVEL_CORRUPTION' || code === 'LEVEL_DECODE_ERROR' || code === 'LEVEL_IO_ERROR';
    return broken ? new BrokenStateError(this.#directory, message, error) : error;
  }
}

function openingError(directory: string, error: unknown): Error {
  const cause = ((error as Error).cause ?? error) as Error & { code?: string };
  if (cause.code === 'LEVEL_LOCKED') return new StateInUseError(directory, error);
  if (cause.code === 'EEXIST' || cause.code === 'ENOTDIR') {
    return new BrokenStateError(directory, 'a file is where the folder should be', error);
  }
  return new BrokenStateError(directory, cause.message, error);
}
