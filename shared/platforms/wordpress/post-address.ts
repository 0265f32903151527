/** The id in `?p=123`, which every site has, or in the address of its editor. A permalink does not tell. */
export function externalIdOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { pathname, searchParams } = new URL(url);
  const id = pathname.endsWith('/wp-admin/post.php') ? searchParams.get('post') : searchParams.get('p');
  return id !== null && /^\d+$/.test(id) ? id : undefined;
}
