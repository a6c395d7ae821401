/** JSON with its members one below the other; anything else, or JSON that was cut, as it came. */
export function exchangeText(body: string): string {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : body
  } catch {
    // Not JSON: HTML, half a body, a form.
    return body
  }
}
