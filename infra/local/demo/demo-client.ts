/** Herald's API as its users see it, for the demonstration. */
export interface DemoClient {
  get<Answer>(path: string): Promise<Answer>;
  post<Answer>(path: string, body: object): Promise<Answer>;
}

interface Problem {
  title?: string;
  detail?: string;
}

export function createDemoClient(url: string, apiKey: string, signal: AbortSignal): DemoClient {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  async function call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers,
      signal,
      body: body && JSON.stringify(body),
    });
    const answer = (await response.json()) as Answer & Problem;
    if (response.ok) return answer;
    throw new Error(
      `${method} ${path} answered ${response.status}, ${answer.detail ?? answer.title ?? 'without a reason'}`,
    );
  }
  return { get: (path) => call('GET', path), post: (path, body) => call('POST', path, body) };
}
