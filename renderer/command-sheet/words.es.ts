import type { SameShape } from '../words/same-shape.ts'
import type { sheetEn } from './words.en.ts'

export const sheetEs: SameShape<typeof sheetEn> = {
  title: 'Hoja de comandos',
  detail: 'Imprímala, plastifíquela y cuélguela sobre la mesa.',
  print: 'Imprimir',
  commands: 'Comandos',
  quantities: 'Cantidad del próximo artículo',
  quantity: '{{count}} ×',
  boxes: 'Cajas',
  noBoxes: 'Todavía no hay cajas: añádalas en Ajustes.',
}
