/** Another process runs on the folder. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';

  constructor(directory: string, pid: string | undefined, cause: unknown) {
    const who = pid ? `the Herald with process id ${pid}` : 'another Herald';
    super(`The data folder ${directory} is in use by ${who}: stop it, or choose another folder with --data.`, {
      cause,
    });
  }
}

/** The state in the folder can't be used as it is. */
export class FolderBrokenError extends Error {
  override readonly name = 'FolderBrokenError';

  constructor(directory: string, cause: unknown) {
    const detail = (cause as Error).message;
    super(
      `The data folder ${directory} can't be used (${detail}): restore it, or start with an empty one: npm start -- --fresh --data ${directory}`,
      { cause },
    );
  }
}

/** The data in the folder is of another shape than this version of the application reads. */
export class FolderOutdatedError extends Error {
  override readonly name = 'FolderOutdatedError';

  /** @param found `undefined` for data from before shapes had numbers */
  constructor(directory: string, found: number | undefined, wanted: number) {
    const was = found === undefined ? 'is from before its shape had a number' : `has shape ${found}`;
    super(
      `The data in ${directory} ${was}, and this version of Herald reads shape ${wanted} only: drop the data and start ` +
        `with "npm start -- --fresh --data ${directory}", or keep it and choose another folder with --data.`,
    );
  }
}

/** The folder belongs to something else, whose files must not be touched. */
export class FolderForeignError extends Error {
  override readonly name = 'FolderForeignError';

  constructor(directory: string) {
    super(`${directory} is not a Herald data folder; choose an empty one with --data.`);
  }
}

/** No folder can be kept at this path by this user. */
export class FolderUnusableError extends Error {
  override readonly name = 'FolderUnusableError';

  constructor(directory: string, cause: unknown) {
    const detail = (cause as Error).message;
    super(`Nothing can be kept in ${directory} (${detail}): choose another folder with --data.`, { cause });
  }
}
