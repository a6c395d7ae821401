import type { shellEn } from './en.ts'
import type { SameShape } from './same-shape.ts'

export const shellEs: SameShape<typeof shellEn> = {
  rail: {
    label: 'Pantallas',
    open: 'Pantallas (F10)',
    bench: 'Mesa',
    orders: 'Pedidos',
    shipments: 'Envíos',
    queue: 'Cola',
    settings: 'Ajustes',
    commands: 'Hoja de comandos',
  },
  gone: {
    title: 'Estación sin conexión',
    detail: 'Los escaneos no cuentan hasta que vuelva. Se busca sin pausa.',
  },
  broken: {
    title: 'La pantalla tropezó',
    detail: 'No se perdió nada: la estación lo guarda todo.',
    again: 'Mostrar la mesa otra vez',
  },
  display: {
    label: 'Idioma, aspecto y sonido',
    language: 'Idioma',
    look: 'Aspecto',
    dark: 'Oscuro',
    light: 'Claro',
    sound: 'Sonido',
    silent: 'Apagado',
    soft: 'Bajo',
    medium: 'Medio',
    loud: 'Alto',
  },
  carriers: { flexport: 'Flexport', flavorcloud: 'FlavorCloud' },
}
