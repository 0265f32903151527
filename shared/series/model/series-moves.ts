import { HeraldError } from '../../kernel/herald-error.ts';
import type { Series } from './series.ts';

/** @throws HeraldError `illegal_move` where the series has ended */
export function assertGoesOn(series: Series, action: string): void {
  if (series.status === 'ended') throw notPossible(series, action, 'Create a new series instead.');
}

/** @throws HeraldError `illegal_move` */
export function assertStatus(series: Series, status: Series['status'], action: string): void {
  if (series.status !== status) throw notPossible(series, action, `This is possible where it is "${status}".`);
}

function notPossible({ id, status }: Series, action: string, remedy: string): HeraldError {
  return new HeraldError('illegal_move', `Series ${id} cannot ${action}: it is ${status}.`, {
    remedy,
    extra: { currentStatus: status },
  });
}
