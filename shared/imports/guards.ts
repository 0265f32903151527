import { defineGuard, defineNewIdGuard } from '../kernel/table/guard.ts';

export const importGuards = {
  newImport: defineNewIdGuard('newImport'),
  import: defineGuard('import'),
  /** A chunk's figures are counted once. */
  chunk: defineGuard('importChunk'),
};
