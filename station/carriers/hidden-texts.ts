/** What stands in the place of a text that must be neither kept nor shown. */
const HIDDEN = '[hidden]'

/** Members whose values are credentials or contact data, whatever API they belong to; without case, `-` and `_`. */
const HIDDEN_MEMBERS = new Set([
  'appid',
  'restapikey',
  'customerkey',
  'paymentkey',
  'token',
  'accesstoken',
  'refreshtoken',
  'authorization',
  'clientsecret',
  'codeverifier',
  'password',
  'phone',
  'phonenumber',
  'email',
  'emailaddress',
  // A link that is signed opens what it leads to for everybody.
  'sig',
  'signature',
  'xamzsignature',
  'xamzcredential',
  'xamzsecuritytoken',
  'xgoogsignature',
  'xgoogcredential',
])

/** A member with a text or a number; the text may lack its end where an answer was cut. */
const MEMBER = /("([^"\\]{1,40})"\s*:\s*)(?:"(?:[^"\\]|\\[\s\S])*(?:"|\\?$)|-?\d[\d.eE+-]*)/g
/** In JSON an ampersand may be an escape. */
const QUERY_MEMBER = /((?:[?&]|\\u0026)([^?=&#\s"\\]{1,40})=)[^&#\s"\\]*/gi

/** Never begins inside an escape of JSON (`\n`, `\u00e9`), so that JSON stays JSON. */
const EMAIL = /(?<!\\)(?<!\\u[\da-f]{0,3})[^\s"'<>,;:()\\]{1,64}@[^\s"'<>,;:()\\]{1,255}/gi
/** Only with its plus sign: digits alone may be a tracking number. */
const TELEPHONE = /\+\d[\d ()-]{6,18}\d/g

/** A text without e-mail addresses, telephone numbers and anything that looks like a token. */
export function withoutContacts(text: string): string {
  return text
    .replaceAll(/\b(bearer)\s+[^\s"\\]+/gi, `$1 ${HIDDEN}`)
    .replaceAll(/\beyJ[\w-]{5,}(\.[\w-]*){0,2}/g, HIDDEN)
    .replaceAll(EMAIL, HIDDEN)
    .replaceAll(TELEPHONE, HIDDEN)
}

/** Our own credentials taken out of a text, in whatever form the other side repeats them. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const forms = new Set(secrets.filter((secret) => secret.length >= 4).flatMap(formsOf))
  if (forms.size === 0) return text
  // The longest first: where one secret is part of another, nothing of the longer one stays.
  const longestFirst = [...forms].toSorted((a, b) => b.length - a.length)
  const pattern = longestFirst.map((form) => RegExp.escape(form)).join('|')
  return text.replaceAll(new RegExp(pattern, 'gi'), HIDDEN)
}

/** A body, or the path of a call, without credentials and contact data: what may be kept and shown. */
export function withoutHidden(text: string, secrets: readonly string[]): string {
  const clean = withoutSecrets(text, secrets)
    .replaceAll(MEMBER, (whole, start: string, name: string) =>
      isHidden(name) ? `${start}"${HIDDEN}"` : whole,
    )
    .replaceAll(QUERY_MEMBER, (whole, start: string, name: string) =>
      isHidden(name) ? start + HIDDEN : whole,
    )
  return withoutContacts(clean)
}

function isHidden(name: string): boolean {
  return HIDDEN_MEMBERS.has(name.toLowerCase().replaceAll(/[-_]/g, ''))
}

/** As it is, inside JSON, inside an address, and inside base64 (as in Basic authorization). */
function formsOf(secret: string): string[] {
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
    new URLSearchParams({ '': secret }).toString().slice(1),
    ...base64FormsOf(secret),
  ]
}

/**
 * What every base64 text that holds the secret has in it. It depends on where in a group of three bytes the secret
 * begins; the characters that its neighbours share in are left out.
 */
function base64FormsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  return [0, 1, 2].flatMap((before) => {
    const shifted = Buffer.concat([Buffer.alloc(before), bytes])
    const [from, to] = [Math.ceil((before * 8) / 6), Math.floor((shifted.length * 8) / 6)]
    const form = shifted.toString('base64').slice(from, to)
    if (form.length < 6) return []
    return [form, form.replaceAll('+', '-').replaceAll('/', '_')]
  })
}
