/** The bytes as a scale at seven bits with parity sends them to a line that takes eight. */
export function withParity(text: string, parity: 'even' | 'odd'): string {
  return Array.from(text, (character) => {
    const code = character.charCodeAt(0)
    const ones = code.toString(2).replaceAll('0', '').length
    return String.fromCharCode((ones % 2 === 0) === (parity === 'even') ? code : code | 0x80)
  }).join('')
}
