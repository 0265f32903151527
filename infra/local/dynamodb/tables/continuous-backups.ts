import { validationError } from '../aws-errors.ts';
import type { Database } from '../database.ts';
import type { Table } from './table.ts';
import { existingTable } from './tables.ts';

type Body = Record<string, unknown>;

const DEFAULT_RECOVERY_DAYS = 35;

/** UpdateContinuousBackups. The setting is kept so that a template can ask for it; nothing is backed up. */
export function updateContinuousBackups({ catalogue }: Database, body: Body): Body {
  const { pointInTimeRecovery: current, ...table } = existingTable(catalogue, body);
  const wanted = body.PointInTimeRecoverySpecification as
    | { PointInTimeRecoveryEnabled?: boolean; RecoveryPeriodInDays?: number }
    | undefined;
  if (wanted?.PointInTimeRecoveryEnabled === undefined) {
    throw validationError('PointInTimeRecoverySpecification needs PointInTimeRecoveryEnabled');
  }
  const updated: Table = wanted.PointInTimeRecoveryEnabled
    ? {
        ...table,
        pointInTimeRecovery: {
          enabledAt: current?.enabledAt ?? Date.now(),
          recoveryPeriodInDays: wanted.RecoveryPeriodInDays ?? DEFAULT_RECOVERY_DAYS,
        },
      }
    : table;
  catalogue.save(updated);
  return { ContinuousBackupsDescription: backupsOf(updated) };
}

/** DescribeContinuousBackups. */
export function describeContinuousBackups({ catalogue }: Database, body: Body): Body {
  return { ContinuousBackupsDescription: backupsOf(existingTable(catalogue, body)) };
}

function backupsOf({ pointInTimeRecovery }: Table): Body {
  return {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: pointInTimeRecovery
      ? {
          PointInTimeRecoveryStatus: 'ENABLED',
          RecoveryPeriodInDays: pointInTimeRecovery.recoveryPeriodInDays,
          EarliestRestorableDateTime: pointInTimeRecovery.enabledAt / 1000,
          LatestRestorableDateTime: Date.now() / 1000,
        }
      : { PointInTimeRecoveryStatus: 'DISABLED' },
  };
}
