/** An answer that says more than its body: its status where an endpoint has several, headers, or another content type. */
export class Reply<Status extends number, Body, ContentType extends string | undefined = undefined> {
  readonly status: Status;
  readonly body: Body;
  readonly headers: Record<string, string>;
  /** Of a body that is sent as it is; without one, the body goes out as JSON. */
  readonly contentType: ContentType | undefined;

  constructor(status: Status, body: Body, more: { headers?: Record<string, string>; contentType?: ContentType } = {}) {
    this.status = status;
    this.body = body;
    this.headers = more.headers ?? {};
    this.contentType = more.contentType;
  }
}

export function reply<const Status extends number, Body>(status: Status, body: Body, headers?: Record<string, string>) {
  return new Reply(status, body, { headers });
}

/** A new thing, and where it can be read. @param list the path of the list that it is in */
export function created<Body extends { id: string }>(list: `/${string}`, body: Body) {
  return reply(201, body, { location: `${list}/${body.id}` });
}

/** A file or a page in a content type that the endpoint names. */
export function text<const ContentType extends string>(
  contentType: ContentType,
  body: string,
  headers?: Record<string, string>,
) {
  return new Reply(200, body, { headers, contentType });
}
