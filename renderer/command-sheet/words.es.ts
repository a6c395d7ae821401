import type { SameShape } from '../words/same-shape.ts'
import type { sheetEn } from './words.en.ts'

export const sheetEs: SameShape<typeof sheetEn> = {
  title: 'Hoja de comandos',
  detail: 'Imprímala, plastifíquela y cuélguela sobre la mesa.',
  print: 'Imprimir',
  commands: 'Comandos',
  reprints: 'Reimprimir, con el motivo',
  reprint: 'Imprime la etiqueta otra vez; no se compra nada',
  quantities: 'Cantidad del próximo artículo',
  quantity: '{{count}} ×',
  choices: 'Qué significa una lectura, cuando se pregunta',
  choice: 'Número {{number}}',
  services: 'Servicios',
  boxes: 'Cajas',
  calibration: 'Prueba del lector',
  calibrationHelp:
    'En Ajustes, Lector, inicie la prueba y escanee esto: dirá qué configurar en el lector.',
  supervisor: 'Para el bolsillo del supervisor',
  approve: 'Aprobar',
  approveByCode:
    'Deja pasar una etiqueta más cara que al pagar, o ilegible, o que se imprime por segunda vez',
  approveByAny: 'Vale para cualquiera mientras no haya un código en Ajustes, Estación',
  noBoxes: 'Todavía no hay cajas: añádalas en Ajustes.',
}
