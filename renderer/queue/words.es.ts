import type { SameShape } from '../words/same-shape.ts'
import type { queueEn } from './words.en.ts'

export const queueEs: SameShape<typeof queueEn> = {
  title: 'Cola',
  empty: 'No espera nada. Todas las etiquetas compradas están en su caja.',
  list: 'Lo que espera',
  why: {
    'in-doubt': 'En duda: ¿comprada o no?',
    'void-in-doubt': 'La anulación está en duda',
    'void-pending': 'Anulación aceptada, sin confirmar',
    'label-missing': 'Comprada, falta la etiqueta',
    'not-printed': 'Hay etiqueta, sin imprimir',
    'not-on-box': 'Impresa, no vista en una caja',
    'parked-refused': 'Aparcada, rechazada por el transportista',
    'void-at-cut-off': 'Sin caja a la hora de corte',
    'sticker-to-scan': 'Aparcada y comprada: escanee el adhesivo',
    parked: 'Aparcada, aún sin comprar',
  },
  help: {
    'in-doubt': 'El transportista no respondió. Una persona lo comprueba allí y decide.',
    'void-in-doubt': 'Ábrala y anúlela otra vez; preguntar dos veces no cuesta nada.',
    'void-pending':
      'El transportista aceptó la anulación. La estación pregunta sola hasta que se confirme.',
    'label-missing':
      'La estación vuelve a pedir la etiqueta por su cuenta. Nada se compra dos veces.',
    'not-printed': 'Arregle la impresora e imprima de nuevo. No se compra nada.',
    'not-on-box': 'Busque la caja y escanee su etiqueta, o anule la etiqueta si no hay tal caja.',
    'parked-refused': 'Lleve la caja al banco y escanee su adhesivo: allí está el motivo.',
    'void-at-cut-off': 'Escanee la etiqueta en su caja, o anúlela: ya nadie la usa.',
    'sticker-to-scan': 'Lleve la caja al banco y escanee su adhesivo: sale la etiqueta.',
    parked: 'La estación la compra sola en cuanto se pueda preguntar al transportista.',
  },
  since: 'desde',
  next: 'Próximo intento',
  box: 'caja {{parcel}}',
  open: 'Abrir',
  reprint: 'Imprimir de nuevo',
  settle: 'Resolver',
  of: '{{what}}: pedido {{order}}, caja {{parcel}}',
}
