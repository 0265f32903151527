/**
 * What the SDK does around every call beside the call itself: it copies input and output for a log that nobody reads, and
 * writes the name of the caller anew. That Lambda sees when functions call each other in a circle stays.
 */
const EXTRAS = ['loggerMiddleware', 'getUserAgentMiddleware'];

interface SdkClient {
  middlewareStack: { remove(name: string): boolean };
}

/** Leaves out of a client of the SDK what costs every call and does nothing for it. */
export function lean<Client extends SdkClient>(client: Client): Client {
  for (const name of EXTRAS) client.middlewareStack.remove(name);
  return client;
}
