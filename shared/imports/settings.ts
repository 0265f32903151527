import { defineQuota } from '../kernel/settings/define-setting.ts';
import { MAX_IMPORT_ROWS } from './import.ts';

export const openImportQuota = defineQuota({
  name: 'openImports',
  counts: 'imports at the same time',
  maximum: 10,
  ceiling: 50,
  description: 'Imports that have not ended.',
  remedy: 'Wait until one has ended: GET /api/v1/imports shows them.',
});

export const importRowQuota = defineQuota({
  name: 'rowsPerImport',
  counts: 'rows of one import',
  maximum: MAX_IMPORT_ROWS,
  ceiling: MAX_IMPORT_ROWS,
  description: 'Rows of the file of one import.',
  remedy: 'Split the file.',
});
