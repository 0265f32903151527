/** The data folder can't be read as the local cloud's state. */
export class BrokenStateError extends Error {
  override readonly name = 'BrokenStateError';

  constructor(directory: string, detail: string, cause?: unknown) {
    super(
      `The DynamoDB data in ${directory} cannot be used: ${detail}. ` +
        'Restore the folder from a copy, or start with an empty one: npm start -- --fresh',
      { cause },
    );
  }
}

/** Another process holds the data folder. */
export class StateInUseError extends Error {
  override readonly name = 'StateInUseError';

  constructor(directory: string, cause?: unknown) {
    super(
      `The DynamoDB data in ${directory} is in use by another process. ` +
        'Stop the other Herald that runs on this folder, or choose another folder for this one.',
      { cause },
    );
  }
}
