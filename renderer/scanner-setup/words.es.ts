import type { SameShape } from '../words/same-shape.ts'
import type { scannerSetupEn } from './words.en.ts'

export const scannerSetupEs: SameShape<typeof scannerSetupEn> = {
  title: 'Lector',
  test: {
    title: 'Probar el lector',
    help: 'Un código muestra cómo está configurado este lector y qué cambiar. Está también en la hoja de comandos.',
    start: 'Iniciar la prueba',
    stop: 'Terminar la prueba',
    scan: 'Escanee esto',
    listening:
      'Hasta que termine la prueba, lo que un lector escriba aquí solo se mira. Los que lee la estación siguen empacando.',
    findings: 'Lo que mostró la lectura',
    came: 'Llegó como',
    allGood: 'Este lector está bien configurado.',
    use: 'Usar estos ajustes',
    fits: 'Estos ajustes convienen a este lector: {{settings}}.',
    prefixIs: 'prefijo {{prefix}}',
    noPrefix: 'sin prefijo',
    used: 'Los ajustes de abajo lo corrigen.',
    saveThem: 'Están puestos abajo: guárdelos.',
  },
  marks: { good: 'bien', attention: 'por ver', wrong: 'mal' },
  layouts: {
    us: 'de EE. UU.',
    uk: 'británico',
    de: 'alemán (QWERTZ)',
    fr: 'francés (AZERTY)',
    es: 'español',
    it: 'italiano',
    unknown: 'uno que aquí no se conoce',
  },
  findings: {
    'cannot-tell': {
      found: 'Lo que llegó no es el código de prueba, o no en un teclado que se conozca aquí.',
      todo: 'Desactive Bloq Mayús y escanee entero el código de arriba. Si vuelve a salir esto, cargue los ajustes de fábrica del lector con teclado de EE. UU. y escanee otra vez.',
    },
    'layout-right': { found: 'Letras, cifras y signos llegan como son.', todo: '' },
    'layout-us': {
      found:
        'El lector escribe como un teclado de EE. UU.; el teclado de este equipo es {{computer}}.',
      todo: 'Use abajo «como en un teclado de EE. UU.», o ponga en el lector el país de teclado de este equipo.',
    },
    'layout-other': {
      found:
        'El lector escribe como un teclado que es {{scanner}}; el teclado de este equipo es {{computer}}.',
      todo: 'Ponga en el lector el país de teclado de este equipo, o EE. UU., y escanee otra vez.',
    },
    'case-kept': { found: 'Mayúsculas y minúsculas llegan como son.', todo: '' },
    'case-inverted': {
      found: 'Mayúsculas y minúsculas llegan cambiadas.',
      todo: 'Desactive Bloq Mayús. Si no está activo, ponga en el lector las letras «tal cual».',
    },
    'case-upper': {
      found: 'Todas las letras llegan en mayúsculas.',
      todo: 'Ponga en el lector las letras «tal cual»: lotes y números de serie se guardan como llegan.',
    },
    'case-lower': {
      found: 'Todas las letras llegan en minúsculas.',
      todo: 'Ponga en el lector las letras «tal cual»: lotes y números de serie se guardan como llegan.',
    },
    gs: { found: 'El separador GS1 (FNC1) llega como GS.', todo: '' },
    'gs-as-f8': { found: 'El separador GS1 (FNC1) llega como F8, que vale como GS.', todo: '' },
    'gs-lost': {
      found: 'El separador GS1 (FNC1) se pierde.',
      todo: 'Ponga en el lector «transmitir FNC1 como GS» (carácter 29, Ctrl y ]). Sin él, lote y número de serie pueden juntarse; el producto se encuentra igual.',
    },
    'gs-replaced': {
      found: 'El separador GS1 (FNC1) llega como «{{text}}».',
      todo: 'Ponga en el lector «transmitir FNC1 como GS» (carácter 29, Ctrl y ]), y ningún otro reemplazo.',
    },
    aim: { found: 'Llegan identificadores AIM: delante venía ]C1.', todo: '' },
    'aim-other': {
      found: 'El identificador AIM llegó como {{text}}; el código de prueba es ]C1.',
      todo: 'Active GS1-128 en el lector.',
    },
    'no-aim': {
      found: 'No llega identificador AIM.',
      todo: 'Active los identificadores AIM («transmit AIM ID», «AIM code ID») si el lector puede: así se conoce el tipo de código.',
    },
    'no-prefix': { found: 'No hay nada delante de la lectura.', todo: '' },
    prefix: {
      found: '«{{text}}» viene delante de cada lectura.',
      todo: 'Úselo abajo como prefijo: así nunca se toma lo tecleado por una lectura. O quítelo en el lector.',
    },
    'prefix-not-usable': {
      found: '«{{text}}» viene delante de cada lectura y no puede ser prefijo.',
      todo: 'Quítelo en el lector. Un lector que teclea puede enviar hasta cinco caracteres simples, antes del identificador AIM.',
    },
    'maker-identifier': {
      found:
        '«{{text}}» delante parece el identificador propio del fabricante, distinto para cada tipo de código.',
      todo: 'Quítelo en el lector, o cambie de los identificadores del fabricante a los AIM.',
    },
    suffix: {
      found: '«{{text}}» viene detrás de cada lectura.',
      todo: 'Quite este sufijo en el lector y deje solo Enter (CR).',
    },
    'ends-with-enter': { found: 'Cada lectura termina con Enter.', todo: '' },
    'ends-with-tab': { found: 'Cada lectura termina con Tab.', todo: '' },
    'ends-with-nothing': {
      found: 'Ninguna tecla termina la lectura.',
      todo: 'Ponga en el lector el sufijo Enter (CR). Si no puede, use abajo «nada» como final.',
    },
    pace: {
      found: '{{meanMs}} ms entre caracteres, a lo más {{largestMs}} ms.',
      todo: '',
    },
    'pace-slow': {
      found:
        '{{meanMs}} ms entre caracteres, a lo más {{largestMs}} ms: casi tan lento como una persona.',
      todo: 'Ponga en el lector ninguna espera entre caracteres, o permita abajo pausas más largas.',
    },
  },
  typing: {
    title: 'Lectores que escriben como un teclado',
    help: 'La prueba pone lo que encuentra.',
    prefix: 'Prefijo',
    prefixHelp: 'Lo que el lector envía antes de cada lectura. Póngalo solo si lo envía.',
    end: 'Detrás de la lectura viene',
    ends: { key: 'Enter o Tab', silence: 'nada' },
    keyboard: 'Las teclas se leen',
    keyboards: { 'as-typed': 'como las escribe este equipo', us: 'como en un teclado de EE. UU.' },
    largestGapMs: 'Pausa mayor en una lectura (ms)',
    meanGapMs: 'Pausa media en una lectura (ms)',
    repeatMs: 'Repetido vale una vez en (ms)',
    repeatHelp: 'Salvo que el pedido necesite más. 0: vale cada uno.',
  },
  lines: {
    title: 'Lectores que lee la estación',
    help: 'Lectores serie, USB-CDC y HID-POS: no necesitan teclado ni foco.',
    none: 'No hay ninguno.',
    connection: 'Conexión del lector {{number}}',
    connectionHelp: 'serial:RUTA?baud=9600 o hid:VID:PID',
    add: 'Añadir un lector',
    remove: 'Quitar el lector {{number}}',
    ready: 'listo',
    offline: 'no se puede leer',
    unknown: 'aún sin guardar',
    reasons: {
      'connection-not-valid': 'esta conexión no es válida',
      'serial-not-available': 'a este equipo le falta lo que necesitan los puertos serie',
      'hid-not-available': 'a este equipo le falta lo que necesitan los dispositivos HID',
      'access-denied': 'el sistema niega el acceso al dispositivo',
      'connection-in-use': 'algo más lo tiene abierto: otro programa, o la báscula',
      'scanner-not-reached': 'no está: mire su enchufe',
      'scanner-noise': 'lo que llegó no es texto: mire velocidad y paridad',
      'scan-too-long': 'la última lectura era demasiado larga y se descartó',
      'scan-cut-off': 'la última lectura quedó cortada y se descartó',
    },
  },
  scans: {
    title: 'Últimas lecturas',
    none: 'Todavía no ha llegado ninguna lectura.',
    at: 'Hora',
    source: 'De',
    text: 'Lo que llegó',
    meaning: 'Qué significaba',
    outcome: 'Aceptada',
    taken: 'aceptada',
    refused: 'no aceptada',
    repeats: 'y {{count}} × más',
    sources: {
      wedge: 'teclado',
      serial: 'serie',
      hid: 'HID',
      rest: 'REST',
      key: 'tecla o tarjeta',
    },
  },
}
