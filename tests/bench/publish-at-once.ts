export interface Site {
  url: string;
  username: string;
  appPassword: string;
}

/** One call that makes the post public, as schedulers do it that keep no draft. */
export async function publishAtOnce(
  { title, body }: { title: string; body: string },
  { url, username, appPassword }: Site,
): Promise<{ success: true; externalId: string } | { success: false; error: string }> {
  try {
    const response = await fetch(`${url}/wp-json/wp/v2/posts`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Authorization: `Basic ${Buffer.from(`${username}:${appPassword}`).toString('base64')}`,
      },
      body: JSON.stringify({ title, content: body, status: 'publish' }),
    });
    if (!response.ok) throw new Error(`WordPress API error: ${response.status}`);
    const post = (await response.json()) as { id: number };
    return { success: true, externalId: String(post.id) };
  } catch (error) {
    return { success: false, error: (error as Error).message };
  }
}
