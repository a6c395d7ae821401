const SECRET =
  /token|authorization|api[-_]?key|secret|password|passphrase|cookie|credential|customer[-_]?keys?|app[-_]?id$/i
const PERSONAL =
  /^(name|recipient|company|street[12]?|address[12]?|line[12]|city|zip|postcode|phone|email|first[-_]?name|last[-_]?name|ship[-_]?to|ship[-_]?from|shipping[-_]?address)$/i

/** A copy of what is to be logged, without secrets and without personal data, at any depth. */
export function redacted(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactedText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth > 8) return '[too deep]'
  if (value instanceof Error) return redactedError(value, depth)
  if (value instanceof Date) return value
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (Array.isArray(value)) return value.map((entry) => redacted(entry, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      entry !== null && entry !== undefined && (SECRET.test(key) || PERSONAL.test(key))
        ? '[redacted]'
        : redacted(entry, depth + 1),
    ]),
  )
}

/** Masks what looks like a secret or a way to reach a person inside a sentence. */
export function redactedText(text: string): string {
  return text
    .replaceAll(/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 [redacted]')
    .replaceAll(/([?&#](?:token|api_?key|signature)=)[^&\s"']+/gi, '$1[redacted]')
    .replaceAll(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '[email]')
    .replaceAll(/\+\d[\d ().-]{6,}\d/g, '[phone]')
}

function redactedError(error: Error, depth: number): unknown {
  const { name, message, stack, cause, ...rest } = error as Error & Record<string, unknown>
  return {
    type: name,
    message: redactedText(message),
    ...(typeof stack === 'string' && { stack: redactedText(stack) }),
    ...(cause !== undefined && { cause: redacted(cause, depth + 1) }),
    ...(redacted(rest, depth + 1) as object),
  }
}
