import type { SameShape } from '../words/same-shape.ts'
import type { drillEn } from './words.en.ts'

export const drillEs: SameShape<typeof drillEn> = {
  title: 'Simulacro',
  open: 'Simulacro: abrir el banco de trabajo',
  close: 'Cerrar el simulacro',
  detail:
    'Pedidos inventados, aparatos simulados. Pulsar una tarjeta es escanearla; un escáner también la lee.',
  now: 'Escanee ahora',
  items: 'Artículos de {{reference}}',
  orders: 'Pedidos',
  moreOrders: 'Los {{count}} pedidos',
  fewerOrders: 'Menos',
  boxes: 'Cajas',
  badges: 'Credenciales',
  commands: 'Comandos',
  scale: {
    title: 'Báscula',
    empty: 'El plato está vacío',
    loaded: 'En el plato: {{weight}}',
    putExpected: 'Poner la caja: {{weight}}',
    put: 'Poner {{weight}}',
    lighter: 'Un artículo de menos: {{weight}}',
    own: 'Gramos',
    putOwn: 'Poner',
    takeOff: 'Quitar',
  },
  paper: {
    title: 'El papel que salió',
    none: 'Ninguna etiqueta todavía',
    scan: 'Escanear {{barcode}}',
    label: 'Etiqueta de las {{at}}',
  },
  faults: {
    title: 'Hacer que falle',
    printer: 'Impresora de etiquetas',
    line: 'Línea a los dos transportistas',
    carrier: { none: 'funciona', slow: 'lento', down: 'caído', 'lost-answer': 'respuesta perdida' },
    printerFault: {
      none: 'funciona',
      'paper-out': 'sin papel',
      'head-open': 'cabezal abierto',
      'ribbon-out': 'sin cinta',
      paused: 'en pausa',
      silent: 'muda',
      'wrong-dpi': 'otra resolución',
      stalls: 'se atasca en la etiqueta',
    },
  },
}
