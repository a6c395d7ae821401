import type { SameShape } from '../words/same-shape.ts'
import type { productWeightsEn } from './words.en.ts'

export const productWeightsEs: SameShape<typeof productWeightsEn> = {
  title: 'Pesos de productos',
  help: 'Lo que pesa una unidad, aprendido de cajas de un solo producto pesadas aquí. Un peso fijado a mano vale antes.',
  search: 'Buscar productos',
  searchHint: 'SKU o descripción',
  empty: 'Aquí todavía no se ha pesado ninguna caja.',
  columns: {
    product: 'Producto',
    description: 'Descripción',
    counts: 'Unidad',
    from: 'Se sabe por',
    spread: 'Varía',
    parcels: 'Cajas',
    weighed: 'Último pesaje',
  },
  from: {
    set: 'Fijado a mano',
    learned: 'Aprendido',
    order: 'El pedido',
  },
  spread: '± {{weight}}',
  learned: 'Aprendido',
  learnedFrom_one: '{{weight}} de {{count}} caja',
  learnedFrom_other: '{{weight}} de {{count}} cajas',
  notYet_one: 'todavía no: {{count}} caja',
  notYet_other: 'todavía no: {{count}} cajas',
  choose: 'Elija un producto para fijar su peso.',
  weight: 'Peso de una unidad',
  weightHint: '450 g, 0,45 kg, 1 lb',
  notAWeight: 'Escriba un peso con su unidad.',
  set: 'Fijar',
  unset: 'Dejar de fijar',
  forget_one: 'Olvidar {{count}} caja',
  forget_other: 'Olvidar {{count}} cajas',
  done: {
    set: 'Una unidad cuenta ahora como {{weight}}.',
    unset: 'Vuelve a valer lo aprendido o, si no, lo que dice el pedido.',
    forgotten: 'Olvidado. Las próximas cajas lo enseñan de nuevo.',
    gone: 'Este producto ya no se conoce aquí.',
  },
}
