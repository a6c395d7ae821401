/** Copies by country as a person writes them in one line: "BR 5, MX 4". */
export function copiesText(copies: Readonly<Record<string, unknown>>): string {
  return Object.entries(copies)
    .map(([country, count]) => `${country} ${String(count)}`.trim())
    .join(', ')
}

/** What the line says, by country. What is no number stays as it is typed, for the station to say what is wrong. */
export function copiesFrom(text: string): Record<string, number | string> {
  const entries = text
    .split(',')
    .map((entry) => /^\s*(\S+)\s*(.*?)\s*$/.exec(entry))
    .flatMap((match) => (match ? [match] : []))
    .map(([, country = '', count = '']) => [
      country.toUpperCase(),
      /^\d+$/.test(count) ? Number(count) : count,
    ])
  return Object.fromEntries(entries) as Record<string, number | string>
}
