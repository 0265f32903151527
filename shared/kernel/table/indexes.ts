/**
 * The table's indexes by the attributes of their keys. The four lists of distributions are in the same order, so they
 * share one sort attribute: it is written once per item instead of four times, which keeps a state within one write
 * unit.
 */
export const tableIndexes = {
  gsi1: { pk: 'gsi1pk', sk: 'listsk' },
  gsi2: { pk: 'gsi2pk', sk: 'listsk' },
  gsi3: { pk: 'gsi3pk', sk: 'listsk' },
  gsi4: { pk: 'gsi4pk', sk: 'listsk' },
  /** What the sweep must look at, by time. */
  gsi5: { pk: 'gsi5pk', sk: 'gsi5sk' },
  /** What waits for a limit or a reconnection, by due time. */
  gsi6: { pk: 'gsi6pk', sk: 'gsi6sk' },
} as const;

export type IndexName = keyof typeof tableIndexes;
export const indexNames = Object.keys(tableIndexes) as IndexName[];
