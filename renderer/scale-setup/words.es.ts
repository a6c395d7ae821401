import type { SameShape } from '../words/same-shape.ts'
import type { scaleSetupEn } from './words.en.ts'

export const scaleSetupEs: SameShape<typeof scaleSetupEn> = {
  title: 'Buscar una báscula',
  help: 'Básculas USB y puertos serie de este equipo, según se conectan. Una báscula en la red se escribe abajo.',
  list: 'Básculas y puertos serie',
  nothing: 'No hay nada conectado que pueda ser una báscula.',
  kinds: { hid: 'báscula USB', serial: 'puerto serie' },
  serialNumber: 'n.º {{serialNumber}}',
  isSetUp: 'la báscula de esta estación',
  verbs: { listen: 'Escuchar', probe: 'Averiguar', stop: 'Parar' },
  verbsOf: {
    listen: 'Escuchar {{name}}',
    probe: 'Averiguar sobre {{name}}',
    stop: 'Dejar de probar {{name}}',
  },
  use: 'Usar',
  useOf: 'Usar {{name}}',
  inUse: 'en los campos de abajo',
  tryFields: 'Pruebe lo que dicen estos campos, sin guardarlo.',
  theseFields: 'estos campos',
  waiting: 'Abriendo la línea…',
  probing: '{{tried}} de {{of}}: {{trying}}',
  probeFailed: 'La búsqueda se interrumpió. Busque otra vez.',
  noAnswer:
    'No se entendió nada. ¿Está encendida la báscula? Póngala en responder cuando se le pregunta, o en enviar siempre.',
  answers: 'Encontrada: {{protocol}}, marca {{shown}}.',
  line: { baud: 'Baudios', bits: 'Bits', parity: 'Paridad', stop: 'Bits de parada' },
  parity: { none: 'ninguna', even: 'par', odd: 'impar' },
  troubles: {
    'hid-not-available':
      'No se pueden buscar básculas USB: falta una parte del sistema. En Debian y Ubuntu instale libusb-1.0-0, en Fedora libusb1; después arranque Shipbench otra vez.',
    'serial-not-available':
      'No se pueden buscar puertos serie: la parte del programa para ellos no carga en este equipo. Instale Shipbench otra vez, para este sistema.',
  },
  todoTitle: 'Qué hacer',
  todo: {
    'hid-not-available':
      'En Debian y Ubuntu instale libusb-1.0-0, en Fedora libusb1; después arranque Shipbench otra vez.',
    'serial-not-available': 'Instale Shipbench otra vez, para este sistema.',
    'access-denied':
      'En Linux ponga este usuario en el grupo dialout para un puerto serie; una báscula USB necesita una regla udev. Ambas están en docs/troubleshooting.md.',
    'connection-in-use': 'Cierre el otro programa; una línea se abre una sola vez.',
    'no-connection':
      'Revise enchufe, cable, corriente y dirección. Se intenta otra vez cada segundo.',
    'no-answer': 'Encienda la báscula. Después otro protocolo u otra línea, o «Averiguar».',
    'answer-not-understood':
      'Llegan bytes sin sentido: elija otra velocidad, paridad o protocolo, o «Averiguar».',
    'command-refused': 'Elija otro protocolo.',
    'connection-not-valid': 'Corrija la conexión.',
    'connection-not-supported': 'Corrija la conexión.',
    'protocol-does-not-fit': 'HID (USB) va con hid:VID:PID, los demás con una línea.',
    'unit-not-known': 'Ponga la báscula en kg, g, lb u oz.',
    'net-weight': 'Borre la tara en la báscula.',
    'below-zero': 'Quite todo y ponga la báscula a cero.',
    'needs-zero': 'Quite todo y ponga la báscula a cero.',
  },
}
