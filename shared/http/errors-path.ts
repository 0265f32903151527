/** Where the pages about error codes are; a problem's `type` is the page of its code. */
export const ERRORS_PATH = '/api/v1/docs/errors';
