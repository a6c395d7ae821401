/** One label around `fields`. What a label before may have left behind (turned, shifted, repeated) is set back first. */
export function zplFormat(width: number, height: number, fields: string): string {
  return `^XA^PON^LH0,0^LT0^LS0^FWN^PW${width}^LL${height}\n${fields}^PQ1^XZ`
}

/** Text inside ^FD under ^FH_: what ZPL would read as commands is written in hex. */
export function escapeField(text: string): string {
  return text.replaceAll(
    /[\^~_]/g,
    (character) => `_${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
