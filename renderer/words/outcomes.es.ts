import type { outcomesEn } from './outcomes.en.ts'
import type { SameShape } from './same-shape.ts'

const NOTHING_BOUGHT = 'No se compró nada y no se perdió nada.'
const LABEL_NOT_HERE = 'La etiqueta está comprada; no se compra otra vez.'
const LABEL_BOUGHT = 'La etiqueta está comprada y guardada aquí; no se compra otra vez.'
const SCAN_SHIP = 'Escanee SHIP para intentarlo otra vez, o HOLD para apartar el pedido.'
const CALL_LEAD = 'Escanee HOLD para apartar el pedido y avise al jefe de turno.'
const SCAN_CORRECT = 'Escanee CORRECT (F5) para corregirlo aquí, o HOLD para apartar el pedido.'
const SCAN_APPROVE = 'Un supervisor escanea APPROVE, o escanee HOLD para apartar el pedido.'
const COMPLETE_ORDER = 'Escanee HOLD; hay que completar el pedido y enviarlo otra vez.'
const CAME_OUT = 'Si salió una etiqueta, escanéela. Si no, escanee REPRINT.'

/** The same sentences in Spanish; commands keep the names that stand on their barcodes. */
export const outcomesEs: SameShape<typeof outcomesEn> = {
  verdict: {
    'order-opened': 'Pedido {{reference}}: escanee {{count}} artículos',
    'order-opened_one': 'Pedido {{reference}}: escanee 1 artículo',
    'order-resumed': 'Sigue el pedido {{reference}}: faltan {{count}} artículos',
    'order-resumed_one': 'Sigue el pedido {{reference}}: falta 1 artículo',
    'order-changed':
      'El pedido {{reference}} cambió: vacíe la caja y escanee los {{count}} artículos',
    'item-packed': '{{description}}: {{scanned}} de {{ordered}}',
    'items-complete': 'Todos los artículos de {{reference}} están en la caja',
    'box-chosen': 'Caja {{box}}',
    'box-closed': 'La caja {{parcel}} está cerrada; el resto va en la siguiente',
    'quantity-set': 'El próximo artículo cuenta {{count}} veces',
    'quantity-armed': 'Escanee o escriba cuántas veces cuenta el próximo artículo',
    undone: 'Deshecho: {{what}}',
    'order-held': 'El pedido {{reference}} queda apartado tal como está',
    'purchase-started': 'Comprando la etiqueta',
    'parcel-done': 'Caja {{parcel}} de {{reference}} lista; faltan {{count}} artículos',
    'parcel-done_one': 'Caja {{parcel}} de {{reference}} lista; falta 1 artículo',
    'order-done': 'El pedido {{reference}} está listo',
    'reprint-armed': 'Escanee la etiqueta que se imprime otra vez',
    'reprint-started': 'La etiqueta de {{reference}} se imprime otra vez; no se compra nada',
    'void-armed': 'Escanee la etiqueta que se anula',
    'void-needs-confirm': '¿Anular la etiqueta {{tracking}}? Vuelven {{price}}. Escanee CONFIRM',
    'void-started': 'Anulando la etiqueta {{tracking}}',
    'void-accepted': '{{tracking}}: el transportista acepta la anulación y la confirmará',
    'void-in-doubt':
      'No llegó respuesta: la etiqueta {{tracking}} puede estar anulada, o no. Anúlela otra vez',
    'order-in-doubt': 'El pedido {{reference}} sigue abierto: una etiqueta puede estar anulada',
    voided: 'La etiqueta {{tracking}} está anulada',
    confirmed: 'Confirmado',
    'help-shown': 'La ayuda está en la pantalla',
    'unknown-code': 'Aquí nada se llama {{code}}',
    'damaged-code': '{{code}} no es un código de comando completo',
    'ambiguous-order': '{{count}} comerciantes tienen un pedido {{reference}}: elija uno',
    'order-already-shipped': 'El pedido {{reference}} se envió {{when}}',
    'other-order-open': 'El pedido {{reference}} sigue abierto; termínelo o escanee HOLD',
    'wrong-item': '{{code}} no está en el pedido {{reference}}',
    'over-scan': '{{description}}: ya están los {{ordered}}',
    'quantity-not-valid': '{{quantity}} no es una cantidad que quepa; quedan {{left}}',
    'no-order-for-product': 'Ningún pedido espera un solo {{description}}',
    'wrong-moment': '{{code}} no significa nada ahora',
    'nothing-to-undo': 'No hay nada que deshacer',
    'nothing-to-confirm': 'No hay nada que confirmar',
    'items-missing': 'Todavía faltan {{count}} artículos',
    'items-missing_one': 'Todavía falta 1 artículo',
    'box-empty': 'La caja todavía está vacía',
    'box-missing': 'Escanee primero la caja',
    'weight-missing': 'El peso todavía no está fijado',
    'wrong-label': 'Esta etiqueta no es de esta caja: {{code}}',
    'label-not-known': 'Esta estación no compró ninguna etiqueta {{code}}',
    'label-void': 'La etiqueta {{code}} está anulada, o puede estarlo: quítela de la caja',
    'reprint-failed': 'La etiqueta no se imprimió otra vez: {{reason}}',
    'void-failed': 'La etiqueta no se anuló: {{reason}}',
    'please-wait': 'Espere: se está preguntando a la empresa de transporte',
    'purchase-in-doubt': 'No se sabe si la etiqueta se compró; debe decidir una persona',
    'order-not-ready': 'El pedido {{reference}} todavía no se puede enviar: {{reason}}',
    'correction-shown': 'Corrija lo que el transportista rechaza',
    corrected: 'Corregido: {{what}}',
    'service-chosen': 'Servicio {{service}}',
    'service-not-offered': '{{service}} no se ofrece para este pedido',
    approved: 'Aprobado por un supervisor',
    'approval-needed': 'El pedido {{reference}} espera a un supervisor',
    'approval-refused': 'Esta tarjeta no puede aprobar nada aquí',
    'nothing-to-approve': 'No hay nada que aprobar',
    'nothing-to-correct': 'Ahora no hay nada que corregir',
    'parcel-parked': 'La caja {{parcel}} de {{reference}} queda aparcada: ponga el adhesivo y siga',
    'order-parked': 'Pedido {{reference}} aparcado: escanee un adhesivo cuando vuelva la línea',
    'sticker-scanned': 'Caja {{parcel}} de {{reference}}: sale su etiqueta',
    'sticker-printed': 'Se imprime otra vez el adhesivo de la caja {{parcel}} de {{reference}}',
    'operator-changed': 'Ahora empaqueta {{name}}',
    'still-parked':
      'La caja {{parcel}} de {{reference}} aún espera a {{carrier}}: vuelva a dejarla',
    'stickers-wait': '{{count}} cajas de {{reference}} aparcadas: escanee el adhesivo de la caja',
    'sticker-not-known': 'Ninguna caja aparcada tiene el adhesivo {{code}}',
    'sticker-done': 'La caja {{parcel}} de {{reference}} ya tuvo su etiqueta',
    'printed-elsewhere':
      'Tome la etiqueta en la impresora {{printer}}: la impresora {{instead}} no puede',
    'label-came-out': 'Anotado: salió una etiqueta. Escanéela en la caja',
    'test-label-read': 'Etiqueta de prueba de {{printer}}: las barras de {{dots}} puntos se leen',
    'papers-wait': 'La caja {{parcel}} de {{reference}} se cierra cuando salgan sus papeles',
    'papers-confirmed': 'Anotado: los papeles de {{reference}} están',
    'weight-asked': 'Escriba el peso con su unidad; un supervisor lo autoriza',
    'weight-needs-approval': 'Escrito: {{weight}}. Un supervisor escanea APPROVE',
    'weight-typed': 'Peso {{weight}}, escrito a mano',
    'weight-off': 'El peso no es el esperado: {{weight}}',
    'weight-confirmed': 'Anotado: {{weight}} es correcto',
    'weight-not-valid': '{{weight}} no es un peso como 1.25 kg o 2 lb 3 oz',
    'choice-asked': '{{code}} puede ser {{count}} cosas: elija una',
    'choice-not-valid': 'No hay opción {{number}}; elija de 1 a {{count}}',
    'serial-packed': '{{description}} con número de serie {{serial}} ya está dentro',
    'not-kept': 'El disco no guardó nada: libere espacio y escanéelo otra vez',
  },
  problem: {
    'carrier-unreachable': {
      happened: 'No se puede llegar a {{carrier}}.',
      safe: NOTHING_BOUGHT,
      todo: SCAN_SHIP,
    },
    'carrier-timed-out': {
      happened: '{{carrier}} no respondió a tiempo.',
      safe: NOTHING_BOUGHT,
      todo: SCAN_SHIP,
    },
    'carrier-connection-lost': {
      happened: 'Se cortó la línea con {{carrier}}.',
      safe: NOTHING_BOUGHT,
      todo: SCAN_SHIP,
    },
    'carrier-trouble': {
      happened: '{{carrier}} tiene un problema propio.',
      safe: NOTHING_BOUGHT,
      todo: SCAN_SHIP,
    },
    'carrier-busy': {
      happened: '{{carrier}} pide ir más despacio.',
      safe: NOTHING_BOUGHT,
      todo: SCAN_SHIP,
    },
    'carrier-answer-not-understood': {
      happened: 'Esta estación no entiende la respuesta de {{carrier}}.',
      safe: NOTHING_BOUGHT,
      todo: CALL_LEAD,
    },
    'carrier-conflict': {
      happened: '{{carrier}} dice que ya conoce este paquete.',
      safe: 'No se envía otra vez por sí solo.',
      todo: CALL_LEAD,
    },
    'credentials-missing': {
      happened: 'Esta estación no tiene credenciales de {{carrier}}.',
      safe: NOTHING_BOUGHT,
      todo: 'Escanee HOLD; las credenciales se ponen en Ajustes.',
    },
    'credentials-refused': {
      happened: '{{carrier}} no acepta nuestras credenciales.',
      safe: NOTHING_BOUGHT,
      todo: 'Escanee HOLD; las credenciales nuevas se ponen en Ajustes.',
    },
    'permission-missing': {
      happened: 'Nuestra cuenta de {{carrier}} no puede hacer esto.',
      safe: NOTHING_BOUGHT,
      todo: CALL_LEAD,
    },
    'account-locked': {
      happened: 'Nuestra cuenta de {{carrier}} está bloqueada.',
      safe: NOTHING_BOUGHT,
      todo: CALL_LEAD,
    },
    'account-not-ready': {
      happened: 'Nuestra cuenta de {{carrier}} no está lista del todo.',
      safe: NOTHING_BOUGHT,
      todo: CALL_LEAD,
    },
    'address-refused': {
      happened: '{{carrier}} no acepta la dirección.',
      safe: NOTHING_BOUGHT,
      todo: SCAN_CORRECT,
    },
    'zone-not-found': {
      happened: '{{carrier}} no encuentra zona para la dirección.',
      safe: NOTHING_BOUGHT,
      todo: SCAN_CORRECT,
    },
    'dimensions-refused': {
      happened: 'La caja es demasiado grande o pesada para {{carrier}}.',
      safe: NOTHING_BOUGHT,
      todo: 'Use otra caja y escanéela, o escanee CORRECT (F5); después escanee SHIP.',
    },
    'service-not-available': {
      happened: '{{carrier}} no ofrece este servicio a la dirección.',
      safe: NOTHING_BOUGHT,
      todo: SCAN_CORRECT,
    },
    'service-not-configured': {
      happened: 'Este servicio no está en nuestra cuenta de {{carrier}}.',
      safe: NOTHING_BOUGHT,
      todo: SCAN_CORRECT,
    },
    'injection-location-refused': {
      happened: '{{carrier}} no acepta el lugar de entrega.',
      safe: NOTHING_BOUGHT,
      todo: 'Escanee HOLD; se pone en Ajustes, transportistas.',
    },
    'customs-incomplete': {
      happened: 'Faltan datos de aduana: {{field}}.',
      safe: NOTHING_BOUGHT,
      todo: COMPLETE_ORDER,
    },
    'returns-not-supported': {
      happened: 'Nuestra cuenta de {{carrier}} no tiene devoluciones.',
      safe: NOTHING_BOUGHT,
      todo: CALL_LEAD,
    },
    'rate-expired': {
      happened: 'La tarifa elegida al pagar ya no vale.',
      safe: NOTHING_BOUGHT,
      todo: 'El precio de hoy está en la pantalla: escanee SHIP para seguir, o HOLD.',
    },
    'no-rates': {
      happened: '{{carrier}} no tiene servicio para este paquete.',
      safe: NOTHING_BOUGHT,
      todo: SCAN_CORRECT,
    },
    'shipment-not-found': {
      happened: '{{carrier}} no conoce este envío.',
      safe: 'No se cambió nada.',
      todo: CALL_LEAD,
    },
    'already-cancelled': {
      happened: '{{carrier}} dice que la etiqueta ya está anulada.',
      safe: 'No se cambió nada.',
      todo: 'Quite la etiqueta de la caja.',
    },
    'not-found-yet': {
      happened: '{{carrier}} todavía no sabe nada de ello.',
      safe: 'No se cambió nada.',
      todo: 'Inténtelo más tarde.',
    },
    'request-refused': {
      happened: '{{carrier}} rechazó la petición.',
      safe: NOTHING_BOUGHT,
      todo: CALL_LEAD,
    },
    'label-link-missing': {
      happened: 'La etiqueta está comprada, pero {{carrier}} no dio el enlace.',
      safe: LABEL_NOT_HERE,
      todo: 'Escanee REPRINT para pedirlo otra vez, o HOLD: sale un adhesivo, péguelo y siga.',
    },
    'label-download-failed': {
      happened: 'La etiqueta está comprada, pero todavía no se pudo traer.',
      safe: LABEL_NOT_HERE,
      todo: 'Escanee REPRINT para traerla otra vez, o HOLD: sale un adhesivo, péguelo y siga.',
    },
    'label-link-forbidden': {
      happened: 'El enlace de la etiqueta lleva a un lugar donde esta estación no entra.',
      safe: LABEL_NOT_HERE,
      todo: CALL_LEAD,
    },
    'label-too-large': {
      happened: 'La etiqueta pesa más de 5 MB.',
      safe: LABEL_NOT_HERE,
      todo: CALL_LEAD,
    },
    'label-not-readable': {
      happened: 'Lo que dio {{carrier}} no es una etiqueta ZPL, PNG ni PDF.',
      safe: LABEL_NOT_HERE,
      todo: CALL_LEAD,
    },
    'no-printer': {
      happened: 'No hay impresora de etiquetas.',
      safe: LABEL_BOUGHT,
      todo: 'Añada una impresora en Ajustes y escanee REPRINT.',
    },
    'label-kind-not-printable': {
      happened: 'Esta impresora no puede imprimir una etiqueta {{kind}}.',
      safe: LABEL_BOUGHT,
      todo: CALL_LEAD,
    },
    'label-does-not-fit': {
      happened: 'La etiqueta no cabe en esta impresora: {{detail}}.',
      safe: LABEL_BOUGHT,
      todo: CALL_LEAD,
    },
    'connection-not-supported': {
      happened: 'Esta estación no puede usar la conexión de impresora {{detail}}.',
      safe: LABEL_BOUGHT,
      todo: 'Corrija la impresora en Ajustes y escanee REPRINT.',
    },
    'printer-not-reached': {
      happened: 'No se puede llegar a la impresora de etiquetas.',
      safe: LABEL_BOUGHT,
      todo: 'Revise la corriente y el cable y escanee REPRINT.',
    },
    'printer-not-ready': {
      happened: 'La impresora de etiquetas no puede imprimir: {{condition}}.',
      safe: LABEL_BOUGHT,
      todo: 'Arregle la impresora y escanee REPRINT.',
    },
    'print-called-off': {
      happened: 'La etiqueta no se imprimió: se anuló entretanto.',
      safe: 'Ni un byte llegó a la impresora.',
      todo: 'Siga; el paquete se puede comprar otra vez.',
    },
    'print-not-kept': {
      happened: 'No se imprimió nada: el disco de la estación no guardó nada.',
      safe: 'Ni un byte llegó a la impresora. Lo comprado sigue comprado.',
      todo: 'Libere espacio en el disco y escanee REPRINT.',
    },
    'label-dpi-differs': {
      happened: 'La etiqueta no está hecha para esta impresora: {{detail}}.',
      safe: 'No se imprimió nada. Lo comprado sigue comprado.',
      todo: 'Escanee HOLD; quien configura la estación pide etiquetas que valgan.',
    },
    'label-unsafe': {
      happened: 'La etiqueta trae una orden que cambiaría la impresora: {{detail}}.',
      safe: 'No se imprimió nada. Lo comprado sigue comprado.',
      todo: CALL_LEAD,
    },
    'label-mismatch': {
      happened: 'No es la etiqueta comprada: {{detail}}.',
      safe: 'No se imprimió nada. Lo comprado sigue comprado.',
      todo: 'Escanee HOLD y avise al jefe de turno: la caja no debe salir con ella.',
    },
    'label-unreadable': {
      happened: 'No se puede leer el código de la etiqueta: {{detail}}.',
      safe: 'No se imprimió nada. Lo comprado sigue comprado.',
      todo: 'Un supervisor escanea APPROVE y mira lo que sale; o escanee HOLD.',
    },
    'print-in-doubt': {
      happened: '¿Salió una etiqueta de la impresora {{printer}}? Solo usted lo ve.',
      safe: LABEL_BOUGHT,
      todo: 'Si salió una, escanéela, o CONFIRM. Si no, escanee REPRINT.',
    },
    'papers-not-out': {
      happened: 'Los papeles de aduana no salieron: {{detail}}.',
      safe: 'La etiqueta está en la caja; el pedido sigue abierto.',
      todo: 'Arregle la impresora: salen otra vez. O ponga los papeles y escanee CONFIRM.',
    },
    'printer-interrupted': {
      happened: 'La línea con la impresora se cortó a mitad de la etiqueta.',
      safe: LABEL_BOUGHT,
      todo: CAME_OUT,
    },
    'no-label-came-out': {
      happened: 'No salió ninguna etiqueta de la impresora, aunque se envió.',
      safe: LABEL_BOUGHT,
      todo: 'Mire la impresora y escanee REPRINT: no se compra nada.',
    },
    'purchase-in-doubt': {
      happened: '{{carrier}} no respondió: ¿está comprada o no?',
      safe: 'No se compra otra vez por sí sola; el jefe de turno decide en Cola.',
      todo: 'Escanee HOLD: sale un adhesivo. Péguelo en la caja y siga.',
    },
    'void-in-doubt': {
      happened: 'No llegó respuesta de {{carrier}}: la etiqueta puede estar anulada, o no.',
      safe: 'No se compra otra vez ni se envía por sí sola.',
      todo: 'Escanee VOID y CONFIRM para preguntar otra vez; o HOLD.',
    },
    'ship-from-missing': {
      happened: 'Falta la dirección de este almacén.',
      safe: NOTHING_BOUGHT,
      todo: 'Póngala en Ajustes, estación.',
    },
    'item-without-barcode': {
      happened: '{{description}} no tiene código de barras ni SKU.',
      safe: 'No se detiene nada.',
      todo: 'Escanee CONFIRM por cada uno que entra en la caja.',
    },
    'no-boxes': {
      happened: 'No hay ninguna caja.',
      safe: NOTHING_BOUGHT,
      todo: 'Añada cajas en Ajustes.',
    },
    'no-scale': {
      happened: 'La báscula no da peso: {{reason}}.',
      safe: NOTHING_BOUGHT,
      todo: 'Revise la corriente y el cable; o escanee WEIGHT (Inicio): un supervisor autoriza un peso escrito.',
    },
    'weight-off': {
      happened: 'La caja pesa {{weight}}; se esperaba de {{from}} a {{to}}.',
      safe: NOTHING_BOUGHT,
      todo: 'Cuente otra vez y vuelva a pesarla; o escanee CONFIRM si está bien.',
    },
    'weight-one-missing': {
      happened: 'Parece que falta 1 {{item}}: {{weight}}, se esperaba de {{from}} a {{to}}.',
      safe: NOTHING_BOUGHT,
      todo: 'Póngalo en la caja, sobre la báscula; o escanee CONFIRM si la caja está bien.',
    },
    'weight-one-extra': {
      happened: 'Parece que sobra 1 {{item}}: {{weight}}, se esperaba de {{from}} a {{to}}.',
      safe: NOTHING_BOUGHT,
      todo: 'Sáquelo de la caja, sobre la báscula; o escanee CONFIRM si la caja está bien.',
    },
    'label-not-made-yet': {
      happened: '{{carrier}} todavía no ha hecho la etiqueta.',
      safe: LABEL_NOT_HERE,
      todo: 'La estación pregunta sola otra vez. Escanee HOLD: sale un adhesivo, péguelo y siga.',
    },
    'call-switched-off': {
      happened: 'Esta llamada a {{carrier}} está desactivada.',
      safe: 'No se preguntó nada.',
      todo: 'Actívela en los ajustes del transportista.',
    },
    'records-damaged': {
      happened: 'Los registros de esta estación están dañados.',
      safe: 'No se compra nada con registros dañados.',
      todo: 'Escanee HOLD; pare la estación y restaure una copia (docs, troubleshooting).',
    },
    'rate-changed': {
      happened: 'La etiqueta cuesta {{now}}; al pagar el pedido costaba {{atCheckout}}.',
      safe: NOTHING_BOUGHT,
      todo: SCAN_APPROVE,
    },
    'rate-price-unknown': {
      happened: 'No es el paquete que se tarifó al pagar, y falta saber un precio.',
      safe: NOTHING_BOUGHT,
      todo: SCAN_APPROVE,
    },
    'label-was-voided': {
      happened: 'La etiqueta de esta caja aparcada fue anulada.',
      safe: NOTHING_BOUGHT,
      todo: 'Escanee SHIP para comprar una nueva, o HOLD para apartar el pedido.',
    },
    'purchase-given-up': {
      happened: 'Nadie pudo saber si se compró una etiqueta para esta caja.',
      safe: 'No se compra otra vez por sí sola.',
      todo: 'Escanee SHIP para comprar una nueva, o HOLD para apartar el pedido.',
    },
  },
}
