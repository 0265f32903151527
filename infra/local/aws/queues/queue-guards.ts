import { AwsError } from '../aws-error.ts';
import type { Members } from '../json-service.ts';

const MAX_DELAY_SECONDS = 900;

interface FailedEntry {
  Id: unknown;
  SenderFault: boolean;
  Code: string;
  Message: string;
}

/** AWS refuses delays over 15 minutes, which fauxqs takes. @throws AwsError InvalidParameterValue */
export function refuseLongDelay(message: Members): void {
  const delay = message.DelaySeconds ?? 0;
  if (typeof delay === 'number' && Number.isInteger(delay) && delay >= 0 && delay <= MAX_DELAY_SECONDS) return;
  throw new AwsError(
    'InvalidParameterValue',
    `Value ${delay} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= ${MAX_DELAY_SECONDS}.`,
  );
}

/** In a batch only the entries with a bad delay fail; the others are sent. */
export function splitByDelay(entries: Members[]): { good: Members[]; failed: FailedEntry[] } {
  const good: Members[] = [];
  const failed: FailedEntry[] = [];
  for (const entry of entries) {
    try {
      refuseLongDelay(entry);
      good.push(entry);
    } catch (error) {
      const { code, message } = error as AwsError;
      failed.push({ Id: entry.Id, SenderFault: true, Code: code, Message: message });
    }
  }
  return { good, failed };
}
