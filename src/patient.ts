/** Waiting a little for a database that is away. */
import { UnavailableError } from './app/errors.ts';
import { isAway, patiently } from './store/away.ts';

/** Reads wait a little for a database that is away; then the error becomes one that the person understands. */
export function patient<Arguments extends unknown[], Result>(
  read: (...args: Arguments) => Promise<Result>,
): (...args: Arguments) => Promise<Result> {
  return (...args) =>
    patiently(() => read(...args)).catch((error: unknown) => {
      throw isAway(error) ? new UnavailableError('the database does not answer', { cause: error }) : error;
    });
}
