import type { SameShape } from '../words/same-shape.ts'
import type { ordersEn } from './words.en.ts'

export const ordersEs: SameShape<typeof ordersEn> = { title: 'Pedidos' }
