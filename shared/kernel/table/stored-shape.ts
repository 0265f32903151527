/**
 * The shape of everything that the application stores: items of the table, bodies in the bucket, messages, schedules and
 * secrets. Raise it by one with each change after which older data cannot be read. Nothing is deployed yet, so nothing
 * is converted: `npm start` refuses a data folder of another shape and says how to begin with an empty one.
 */
export const STORED_SHAPE = 4;
