import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { done, failed, type Outcome } from '../../../shared/outcome.ts'
import { decodeIpp, encodeIpp, type IppAnswer, type IppRequest } from './ipp-message.ts'

const TIMEOUT_MS = 10_000
const IPP_PORT = '631'
/** More than any answer asked for here. */
const ANSWER_BYTES = 4_000_000

/** `detail` is in words. */
export interface IppFailure {
  /**
   * not-reached: nobody took the call. refused: it answered no. After both nothing was taken.
   * no-answer: asked, and no answer that can be read: what became of it is not known.
   */
  readonly code: 'ipp-not-reached' | 'ipp-refused' | 'ipp-no-answer'
  readonly detail: string
}

export interface IppOptions {
  /** `ipp://`, `ipps://`, `http://` or `https://`; the port is 631 where none is named. */
  readonly url: string
  /** Longest time in which nothing may move on the line. */
  readonly timeoutMs?: number
  /** Ends a call under way. */
  readonly signal?: AbortSignal
}

/** One question and its answer, whatever its status. Each goes over a connection of its own. */
export function exchange(
  { url, timeoutMs = TIMEOUT_MS, signal }: IppOptions,
  request: IppRequest,
): Promise<Outcome<IppAnswer, IppFailure>> {
  return new Promise((resolve) => {
    const address = httpAddress(url)
    if (address === undefined)
      return resolve(failed({ code: 'ipp-not-reached', detail: `${url} is no address of IPP` }))
    const body = encodeIpp(request)
    let isConnected = false
    const fail = (detail: string) =>
      resolve(isConnected ? noAnswer(detail) : failed({ code: 'ipp-not-reached', detail }))
    const send = address.protocol === 'https:' ? httpsRequest : httpRequest
    const exchange = send(address, {
      method: 'POST',
      agent: false,
      timeout: timeoutMs,
      // Printers make their own certificates, which nobody has signed.
      rejectUnauthorized: false,
      headers: { 'content-type': 'application/ipp', 'content-length': body.length },
      ...(signal === undefined ? {} : { signal }),
    })
    exchange.on('socket', (socket) =>
      socket.once(address.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        isConnected = true
      }),
    )
    exchange.on('timeout', () =>
      exchange.destroy(new Error(`${address.host} did not answer within ${timeoutMs} ms`)),
    )
    exchange.on('error', (error) => fail(wordsOf(error, address.host)))
    exchange.on('response', (response) => {
      const pieces: Buffer[] = []
      let length = 0
      response.on('error', (error) => fail(wordsOf(error, address.host)))
      response.on('data', (piece: Buffer) => {
        pieces.push(piece)
        length += piece.length
        if (length > ANSWER_BYTES) exchange.destroy(new Error('The answer does not end'))
      })
      response.on('close', () => fail('The answer was cut short'))
      response.on('end', () => {
        const { statusCode = 0 } = response
        const words = `${address.host} answered HTTP ${statusCode} ${response.statusMessage ?? ''}`
        if (statusCode >= 300 && statusCode < 500)
          return resolve(failed({ code: 'ipp-refused', detail: words.trim() }))
        if (statusCode !== 200) return fail(words.trim())
        const answer = decodeIpp(Buffer.concat(pieces))
        if (answer === undefined) return fail(`${address.host} does not answer in IPP`)
        resolve(done(answer))
      })
    })
    exchange.end(body)
  })
}

/** The same place in the words of HTTP; undefined where the text is no address. */
function httpAddress(url: string): URL | undefined {
  const [, scheme = '', secure = '', rest = ''] = /^(ipp|http)(s?):\/\/(.+)$/i.exec(url) ?? []
  const text = `http${secure.toLowerCase()}://${rest}`
  if (scheme === '' || !URL.canParse(text)) return undefined
  const address = new URL(text)
  // `URL` drops a port that is usual for HTTP, and one that was not written is IPP's.
  if (address.port === '' && !/^[^/]*:\d+(\/|$)/.test(rest)) address.port = IPP_PORT
  return address
}

/** Asked, and no answer that can be read. */
export function noAnswer(detail: string) {
  return failed({ code: 'ipp-no-answer', detail })
}

function wordsOf(error: NodeJS.ErrnoException, host: string): string {
  switch (error.code) {
    case 'ECONNREFUSED':
      return `${host} refuses the connection`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The name of ${host} is not known`
    case 'ABORT_ERR':
      return 'The station is stopping'
    case 'ECONNRESET':
    case 'EPIPE':
      return `${host} broke the connection`
    case undefined:
    default:
      return error.message
  }
}
