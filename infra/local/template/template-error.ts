/** The place of a resource in the synthesized app. */
export interface ResourcePlace {
  stack: string;
  logicalId: string;
  type: string;
}

/** The template asks for something that the local cloud can't do. The message is one sentence for the person starting it. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';

  /** @param place where one resource or stack is to blame */
  constructor(place: ResourcePlace | { stack: string } | undefined, problem: string) {
    if (place === undefined) {
      super(problem);
      return;
    }
    const where =
      'logicalId' in place ? `${place.logicalId} (${place.type}) in stack ${place.stack}` : `Stack ${place.stack}`;
    super(`${where}: ${problem}`);
  }
}
