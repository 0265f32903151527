import * as z from 'zod';
import { defineEvents } from '../kernel/events/define-events.ts';
import { importCountsSchema, importFormatSchema } from './import.ts';
import { importPk } from './keys.ts';

const importEntity = { type: 'import', pk: importPk };

const counts = importCountsSchema.shape;
const problemCount = z.int().meta({ description: 'How many problems validation found.' });

export const importEvents = defineEvents(importEntity, {
  IMPORT_CREATED: {
    summary: 'A user uploaded a file; its validation begins.',
    data: () => z.strictObject({ format: importFormatSchema, bytes: z.int(), allowPartial: z.boolean() }),
  },
  IMPORT_STARTED: {
    summary: 'Validation is done, and the posts of the valid rows are being created.',
    data: () => z.strictObject({ ...counts, problemCount }),
  },
  IMPORT_CONTINUES: {
    summary:
      'The time of one worker has ended before the rows that are made in order; the next worker goes on from there.',
    data: () => z.strictObject({ chunksDone: z.int(), chunks: z.int() }),
  },
  IMPORT_COMPLETED: {
    summary: 'An import has ended: all of its rows, or some of them, have their posts.',
    data: () => z.strictObject({ status: z.enum(['completed', 'partial']), ...counts }),
  },
  IMPORT_FAILED: {
    summary: 'An import has ended without posts: the file is not valid, or no row could be created.',
    data: () =>
      z.strictObject({
        ...counts,
        problemCount: problemCount.optional(),
        status: z.literal('failed').optional().meta({ description: 'Where no row could be created.' }),
      }),
  },
});
