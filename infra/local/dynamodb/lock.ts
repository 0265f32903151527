interface Waiter {
  exclusive: boolean;
  admit: () => void;
}

/**
 * Readers share the lock, a writer has it alone, and all wait in the order of arrival. With every write and transaction
 * exclusive, all operations are serialisable, which is what DynamoDB promises for transactions.
 */
export class ReadersWriterLock {
  readonly #queue: Waiter[] = [];
  #readers = 0;
  #writing = false;

  shared<T>(work: () => Promise<T>): Promise<T> {
    return this.#run(false, work);
  }

  exclusive<T>(work: () => Promise<T>): Promise<T> {
    return this.#run(true, work);
  }

  async #run<T>(exclusive: boolean, work: () => Promise<T>): Promise<T> {
    // A reader waits behind a waiting writer, even while other readers hold the lock: a writer would starve.
    if (this.#queue.length === 0 && this.#admits(exclusive)) this.#enter(exclusive);
    else await new Promise<void>((admit) => this.#queue.push({ exclusive, admit }));
    try {
      return await work();
    } finally {
      this.#leave(exclusive);
    }
  }

  #admits(exclusive: boolean): boolean {
    return !this.#writing && (!exclusive || this.#readers === 0);
  }

  #enter(exclusive: boolean): void {
    if (exclusive) this.#writing = true;
    else this.#readers++;
  }

  #leave(exclusive: boolean): void {
    if (exclusive) this.#writing = false;
    else this.#readers--;
    for (let next = this.#queue[0]; next && this.#admits(next.exclusive); next = this.#queue[0]) {
      this.#queue.shift();
      this.#enter(next.exclusive);
      next.admit();
    }
  }
}
