/** All that `npm start` knows of the application. The rest of the local cloud knows its template alone. */
export { STORED_SHAPE } from '../../../shared/kernel/table/stored-shape.ts';

/** Loads the use case late, because its modules make their AWS clients from the environment when they load. */
export async function loadCreateTenant() {
  return (await import('../../../shared/access/create-tenant.ts')).createTenant;
}
