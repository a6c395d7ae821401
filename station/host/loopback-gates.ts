import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/*
 * Threat model of the doors on 127.0.0.1.
 *
 * Who may come through: the page that this host serves, opened with the token in its address; and programs
 * of the bench's own people that were given the token (the warehouse system, a scanner app).
 * Who must not, and what stops them:
 *  - another machine: the server listens on 127.0.0.1 only.
 *  - a web page on another site, in a browser on this machine, that calls 127.0.0.1: its Origin is not ours
 *    (refused wherever one is sent, on the WebSocket too), and it does not know the token.
 *  - DNS rebinding (a foreign name that resolves to 127.0.0.1, so that the browser takes us for its own
 *    site): the Host header is then that foreign name, and is refused before anything else is looked at.
 *  - another user or program on this machine: it can connect, but it does not know the token, which is 32
 *    random bytes, new at each start, compared in constant time, and never logged.
 * What is open without a token: the page's own files, which hold no data.
 * Not defended against: a program running as the same user, which could read the data folder anyway.
 */

/** A new token: 32 random bytes as base64url. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** Whether `given` is the token, in a time that does not tell how much of it was right. */
export function tokenMatches(token: string, given: string | undefined): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return given !== undefined && timingSafeEqual(digest(token), digest(given))
}

/** Whether the Host header means this server by an address of this machine. */
export function hostIsOurs(host: string | undefined, port: number): boolean {
  return ourHosts(port).includes(host?.toLowerCase() ?? '')
}

/** Whether an Origin header, where there is one, is that of our own page. Programs send none. */
export function originIsOurs(origin: string | undefined, port: number): boolean {
  return origin === undefined || ourHosts(port).some((host) => origin === `http://${host}`)
}

function ourHosts(port: number): string[] {
  return ['127.0.0.1', 'localhost'].flatMap((name) =>
    port === 80 ? [name, `${name}:80`] : [`${name}:${port}`],
  )
}
