import type { ImportRow } from './columns.ts';

export interface GoodRow {
  line: number;
  input: ImportRow;
  /** The instant that the row asks for, in milliseconds. */
  at: number | undefined;
}
