import { inflateSync } from 'node:zlib'

/** More than any label has at 600 dpi; what says it is larger is not unpacked. */
const LARGEST_BYTES = 4 * 1024 * 1024

/**
 * The data of a `^GF` with every dot `factor` times as wide and as high: what follows the command, as plain hex.
 * Undefined where it cannot be unpacked.
 */
export function grownPicture(data: string, factor: number): string | undefined {
  const head = /^\s*([ABC]?)\s*,\s*(\d{1,9})\s*,\s*(\d{1,9})\s*,\s*(\d{1,5})\s*,/i.exec(data)
  if (!head) return undefined
  const [whole, form = '', sent = '', size = '', perRow = ''] = head
  const bytesPerRow = Number(perRow)
  const packed = data.slice(whole.length)
  if (bytesPerRow === 0 || Number(size) * factor * factor > LARGEST_BYTES) return undefined
  const isPlain = form.toUpperCase() === 'B'
  const rows = isPlain
    ? Buffer.from(packed.slice(0, Number(sent)), 'latin1')
    : form.toUpperCase() === 'C'
      ? undefined
      : unpacked(packed, bytesPerRow, Number(size))
  if (rows === undefined) return undefined

  const height = Math.floor(Math.min(rows.length, Number(size)) / bytesPerRow)
  const wider = bytesPerRow * factor
  const bytes = wider * height * factor
  let hex = `A,${bytes},${bytes},${wider},\n`
  for (let row = 0; row < height; row += 1) {
    const line = rows.subarray(row * bytesPerRow, (row + 1) * bytesPerRow)
    // A colon stands for the row before.
    hex += `${widened(line, factor).toString('hex').toUpperCase()}${':'.repeat(factor - 1)}`
  }
  return hex
}

function widened(line: Uint8Array, factor: number): Buffer {
  const wide = Buffer.alloc(line.length * factor)
  for (let dot = 0; dot < line.length * 8 * factor; dot += 1) {
    const from = Math.floor(dot / factor)
    const isBlack = ((line[from >> 3] ?? 0) >> (7 - (from & 7))) & 1
    if (isBlack) wide[dot >> 3] = (wide[dot >> 3] ?? 0) | (0x80 >> (dot & 7))
  }
  return wide
}

function unpacked(packed: string, bytesPerRow: number, size: number): Uint8Array | undefined {
  const [, name, base64 = ''] = /^\s*:(Z64|B64):([\w+/=\s]*)/i.exec(packed) ?? []
  if (name === undefined) return ofHex(packed, bytesPerRow, size)
  const bytes = Buffer.from(base64, 'base64')
  if (name.toUpperCase() === 'B64') return bytes
  try {
    return inflateSync(bytes, { maxOutputLength: size + bytesPerRow })
  } catch {
    return undefined
  }
}

/** `G` to `Y` are 1 to 19 and `g` to `z` 20 to 400 times the digit that follows; the rest of a row by one letter. */
function ofHex(packed: string, bytesPerRow: number, size: number): Uint8Array {
  const perRow = bytesPerRow * 2
  const digits = new Uint8Array(size * 2)
  let end = 0
  let times = 0
  for (let at = 0; at < packed.length && end < digits.length; at += 1) {
    const letter = packed[at] ?? ''
    const endOfRow = (Math.floor(end / perRow) + 1) * perRow
    if (letter >= 'G' && letter <= 'Y') times += letter.charCodeAt(0) - 70
    else if (letter >= 'g' && letter <= 'z') times += (letter.charCodeAt(0) - 102) * 20
    else if (letter === ',') end = endOfRow
    else if (letter === '!') {
      digits.fill(15, end, endOfRow)
      end = endOfRow
    } else if (letter === ':') {
      digits.copyWithin(end, Math.max(0, end - perRow), end)
      end = endOfRow
    } else if (/[0-9a-f]/i.test(letter)) {
      digits.fill(Number.parseInt(letter, 16), end, end + Math.max(times, 1))
      end += Math.max(times, 1)
      times = 0
    }
  }
  return Uint8Array.from(
    { length: size },
    (_, index) => ((digits[index * 2] ?? 0) << 4) | (digits[index * 2 + 1] ?? 0),
  )
}
