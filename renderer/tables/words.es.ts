import type { SameShape } from '../words/same-shape.ts'
import type { tablesEn } from './words.en.ts'

export const tablesEs: SameShape<typeof tablesEn> = {
  failed: 'La estación no respondió.',
  askAgain: 'Volver a consultar',
  nothingFound: 'Nada coincide con esta búsqueda.',
  shown: '{{total}} encontrados',
  all: 'Todos',
  close: 'Cerrar',
  problems: {
    missing: 'falta',
    empty: 'no puede quedar vacío',
    wrongType: 'no es del tipo correcto (se esperaba {{expected}})',
    number: 'debe ser un número',
    wholeNumber: 'debe ser un número entero',
    atLeast: 'debe ser al menos {{limit}}',
    moreThan: 'debe ser mayor que {{limit}}',
    atMost: 'debe ser como máximo {{limit}}',
    tooShort: 'debe tener al menos {{limit}} caracteres',
    tooLong: 'debe tener como máximo {{limit}} caracteres',
    notOneOf: 'debe ser uno de {{options}}',
    notKnown: 'no se conoce',
    usedTwice: '«{{value}}» está repetido',
    neededFor: 'es obligatorio para {{country}}',
    country: 'debe ser un código de país de dos letras, por ejemplo US',
    currency: 'debe ser un código de moneda, por ejemplo USD',
    amount: 'debe ser un importe, por ejemplo 64.00',
    hsCode: 'debe tener de 6 a 12 cifras',
    item: 'debe tener al menos un artículo',
    address: 'debe ser una dirección, por ejemplo https://logistics-api.flexport.com',
    https: 'debe ser https (http sin cifrar solo en este equipo)',
    connection:
      'debe ser tcp://host:puerto, usb:/dev/…, serial:RUTA, hid:VID:PID, spooler:NOMBRE, file:RUTA o simulated:',
    format: 'no está escrito como corresponde',
    fixed: 'lo fija el archivo de ajustes',
  },
}
