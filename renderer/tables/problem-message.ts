import type { TFunction } from 'i18next'

/** Each pattern of the checks' English messages, and the sentence of the chosen language for it. */
const SENTENCES: readonly {
  readonly pattern: RegExp
  readonly say: (t: TFunction, found: readonly string[]) => string
}[] = [
  { pattern: /^is missing$/, say: (t) => t('tables.problems.missing') },
  { pattern: /^must be a whole number$/, say: (t) => t('tables.problems.wholeNumber') },
  { pattern: /^must be a number$/, say: (t) => t('tables.problems.number') },
  {
    pattern: /^must be of type (\w+)$/,
    say: (t, [expected = '']) => t('tables.problems.wrongType', { expected }),
  },
  { pattern: /^must not be empty$/, say: (t) => t('tables.problems.empty') },
  {
    pattern: /^must have at least (\d+) characters$/,
    say: (t, [limit = '']) => t('tables.problems.tooShort', { limit }),
  },
  {
    pattern: /^must have at most (\d+) characters$/,
    say: (t, [limit = '']) => t('tables.problems.tooLong', { limit }),
  },
  {
    pattern: /^must have at most (\d+) entries$/,
    say: (t, [limit = '']) => t('tables.problems.tooMany', { limit }),
  },
  {
    pattern: /^must be at least (-?[\d.]+)$/,
    say: (t, [limit = '']) => t('tables.problems.atLeast', { limit }),
  },
  {
    pattern: /^must be more than (-?[\d.]+)$/,
    say: (t, [limit = '']) => t('tables.problems.moreThan', { limit }),
  },
  {
    pattern: /^must be (?:at most|less than) (-?[\d.]+)$/,
    say: (t, [limit = '']) => t('tables.problems.atMost', { limit }),
  },
  {
    pattern: /^must be one of (.+)$/,
    say: (t, [options = '']) => t('tables.problems.notOneOf', { options }),
  },
  { pattern: /^is not a known key$/, say: (t) => t('tables.problems.notKnown') },
  {
    pattern: /^"(.*)" is used twice$/,
    say: (t, [value = '']) => t('tables.problems.usedTwice', { value }),
  },
  {
    pattern: /^"(.*)" is used for a badge and for a box$/,
    say: (t, [value = '']) => t('tables.problems.badgeAndBox', { value }),
  },
  {
    pattern: /^is needed for (\w+)$/,
    say: (t, [country = '']) => t('tables.problems.neededFor', { country }),
  },
  { pattern: /^must be a two-letter country code/, say: (t) => t('tables.problems.country') },
  { pattern: /^must be a currency code/, say: (t) => t('tables.problems.currency') },
  { pattern: /^must be an amount/, say: (t) => t('tables.problems.amount') },
  { pattern: /^must be 6 to 12 digits$/, say: (t) => t('tables.problems.hsCode') },
  { pattern: /^must have at least one item$/, say: (t) => t('tables.problems.item') },
  {
    pattern: /^must be an address such as http:\/\/proxy/,
    say: (t) => t('tables.problems.proxy'),
  },
  { pattern: /^must be an address such as/, say: (t) => t('tables.problems.address') },
  { pattern: /^must be https/, say: (t) => t('tables.problems.https') },
  { pattern: /^must be tcp:.*hid:/, say: (t) => t('tables.problems.scaleConnection') },
  { pattern: /^must be 4 to 20 letters and digits$/, say: (t) => t('tables.problems.card') },
  { pattern: /^must be a time of day such as /, say: (t) => t('tables.problems.timeOfDay') },
  { pattern: /^must have a port from/, say: (t) => t('tables.problems.port') },
  { pattern: /^must not look like \*SB-/, say: (t) => t('tables.problems.ownBarcode') },
  { pattern: /^must be tcp:/, say: (t) => t('tables.problems.connection') },
  { pattern: /^Invalid string: must match pattern/, say: (t) => t('tables.problems.format') },
  { pattern: /^Invalid input$/, say: (t) => t('tables.problems.format') },
  { pattern: /^is set by the settings file$/, say: (t) => t('tables.problems.fixed') },
]

/** What is wrong with a field, in the chosen language; a message nobody foresaw stays as the station said it. */
export function problemMessage(message: string, t: TFunction): string {
  for (const { pattern, say } of SENTENCES) {
    const match = pattern.exec(message)
    if (match) return say(t, match.slice(1))
  }
  return message
}
