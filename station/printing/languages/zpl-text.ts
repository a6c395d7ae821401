import { fitText, LINE_SPACING } from './fit-text.ts'
import { escapeField } from './zpl-format.ts'

/** A part of a label, in dots. */
export interface Place {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** `text` as large as it fits into the place, and not below the smallest size. */
export function textFields(text: string, { left, top, ...room }: Place, smallest: number): string {
  const { size, lines } = fitText(text, room, smallest)
  return lines
    .map(
      (line, index) =>
        `^FO${left},${top + Math.floor(index * size * LINE_SPACING)}^A0N,${size},${size}^FH_^FD${escapeField(line)}^FS\n`,
    )
    .join('')
}
