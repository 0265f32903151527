import * as z from 'zod';
import { defineEvents } from '../kernel/events/define-events.ts';
import { importPk } from './keys.ts';

const importEntity = { type: 'import', pk: importPk };

export const importEvents = defineEvents(importEntity, {
  IMPORT_CREATED: { summary: '', data: z.looseObject({}) },
  IMPORT_STARTED: { summary: '', data: z.looseObject({}) },
  IMPORT_COMPLETED: { summary: '', data: z.looseObject({}) },
  IMPORT_FAILED: { summary: '', data: z.looseObject({}) },
});
