/** Renewing access to an account may take this long. */
export const REFRESH_MS = 15_000;
