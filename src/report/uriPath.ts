/** A POSIX path as the path of a URI. */
export function uriPath(path: string): string {
  // Half a surrogate pair, which Windows allows in a name, is no character that a URI could hold.
  return path
    .replace(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}
