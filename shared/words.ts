import type { FeedbackKind, ProblemCode, VerdictCode, WordParams } from './packing.ts'

/** English sentences of every verdict; other languages have the same keys in renderer/words. */
export const VERDICT_WORDS: Record<VerdictCode, string> = {
  'order-opened': 'Order {{reference}}: scan {{count}} items',
  'order-resumed': 'Order {{reference}} goes on: {{count}} items to scan',
  'order-changed': 'Order {{reference}} was changed: empty the box, scan all {{count}} items',
  'item-packed': '{{description}}: {{scanned}} of {{ordered}}',
  'items-complete': 'All items of {{reference}} are in the box',
  'box-chosen': 'Box {{box}}',
  'box-closed': 'Box {{parcel}} is closed; the rest goes into the next one',
  'quantity-set': 'The next item counts {{count}} times',
  'quantity-armed': 'Scan or type how many the next item counts',
  undone: 'Taken back: {{what}}',
  'order-held': 'Order {{reference}} is set aside as it is',
  'purchase-started': 'Buying the label',
  'parcel-done': 'Box {{parcel}} of {{reference}} is done; {{count}} items to go',
  'order-done': 'Order {{reference}} is done',
  'reprint-armed': 'Scan the label to print again',
  'reprint-started': 'The label of {{reference}} prints again; nothing is bought',
  'void-armed': 'Scan the label to void',
  'void-needs-confirm': 'Void label {{tracking}}? {{price}} comes back. Scan CONFIRM',
  'void-started': 'Voiding label {{tracking}}',
  'void-accepted': '{{tracking}}: the carrier takes the void and will confirm it',
  'void-in-doubt': 'No answer came: label {{tracking}} may be void, or not. Void it again',
  'order-in-doubt': 'Order {{reference}} stays open: one of its labels may be void',
  voided: 'Label {{tracking}} is void',
  confirmed: 'Confirmed',
  'help-shown': 'Help is on the screen',
  'unknown-code': 'Nothing here is called {{code}}',
  'damaged-code': '{{code}} is not a whole command barcode',
  'ambiguous-order': '{{count}} merchants have an order {{reference}}; search it by name',
  'order-already-shipped': 'Order {{reference}} was shipped {{when}}',
  'other-order-open': 'Order {{reference}} is still open; finish it or scan HOLD',
  'wrong-item': '{{code}} is not in order {{reference}}',
  'over-scan': '{{description}}: all {{ordered}} are in already',
  'quantity-not-valid': '{{quantity}} is not a quantity that fits; {{left}} are left',
  'no-order-for-product': 'No waiting order of one {{description}}',
  'wrong-moment': '{{code}} has no meaning now',
  'nothing-to-undo': 'There is nothing to take back',
  'nothing-to-confirm': 'There is nothing to confirm',
  'items-missing': '{{count}} items are still missing',
  'box-empty': 'The box is still empty',
  'box-missing': 'Scan the box first',
  'weight-missing': 'The weight is not locked yet',
  'wrong-label': 'This label is not of this box: {{code}}',
  'label-not-known': 'This station has not bought a label {{code}}',
  'label-void': 'Label {{code}} is void, or may be: take it off the box',
  'reprint-failed': 'The label did not print again: {{reason}}',
  'void-failed': 'The label was not voided: {{reason}}',
  'please-wait': 'Wait: the carrier is being asked',
  'purchase-in-doubt': 'It is not known whether the label was bought; a person must decide',
  'order-not-ready': 'Order {{reference}} cannot be shipped yet: {{reason}}',
  'correction-shown': 'Correct what the carrier refuses',
  corrected: 'Corrected: {{what}}',
  'service-chosen': 'Service {{service}}',
  'service-not-offered': '{{service}} is not offered for this order',
  approved: 'Approved by a supervisor',
  'approval-needed': 'Order {{reference}} waits for a supervisor',
  'approval-refused': 'This card may not approve anything here',
  'nothing-to-approve': 'There is nothing to approve',
  'nothing-to-correct': 'There is nothing to correct now',
  'parcel-parked': 'Box {{parcel}} of {{reference}} is parked: stick the sticker on it and go on',
  'order-parked': 'Order {{reference}} is parked: scan a sticker when the line is back',
  'sticker-printed': 'The sticker of box {{parcel}} of {{reference}} prints again',
  'sticker-scanned': 'Box {{parcel}} of {{reference}}: its label comes',
  'operator-changed': '{{name}} packs here now',
  'still-parked': 'Box {{parcel}} of {{reference}} still waits for {{carrier}}: put it back',
  'stickers-wait': '{{count}} boxes of {{reference}} are parked: scan the sticker on the box',
  'sticker-not-known': 'No parked box has the sticker {{code}}',
  'sticker-done': 'Box {{parcel}} of {{reference}} has had its label',
  'not-kept': 'The disk took nothing down: free space, then scan it again',
}

/** Sound, colour and shape of each verdict. */
export const FEEDBACK_KINDS: Record<VerdictCode, FeedbackKind> = {
  'order-opened': 'good',
  'order-resumed': 'good',
  'order-changed': 'attention',
  'item-packed': 'good',
  'items-complete': 'complete',
  'box-chosen': 'good',
  'box-closed': 'good',
  'quantity-set': 'good',
  'quantity-armed': 'act',
  undone: 'good',
  'order-held': 'attention',
  'purchase-started': 'wait',
  'parcel-done': 'good',
  'order-done': 'complete',
  'reprint-armed': 'act',
  'reprint-started': 'good',
  'void-armed': 'attention',
  'void-needs-confirm': 'attention',
  'void-started': 'wait',
  voided: 'good',
  'void-accepted': 'wait',
  'void-in-doubt': 'in-doubt',
  'order-in-doubt': 'in-doubt',
  confirmed: 'good',
  'help-shown': 'act',
  'unknown-code': 'wrong',
  'damaged-code': 'wrong',
  'ambiguous-order': 'wrong',
  'order-already-shipped': 'wrong',
  'other-order-open': 'wrong',
  'wrong-item': 'wrong',
  'over-scan': 'wrong',
  'quantity-not-valid': 'wrong',
  'no-order-for-product': 'wrong',
  'wrong-moment': 'attention',
  'nothing-to-undo': 'attention',
  'nothing-to-confirm': 'attention',
  'items-missing': 'wrong',
  'box-empty': 'wrong',
  'box-missing': 'wrong',
  'weight-missing': 'wrong',
  'wrong-label': 'wrong',
  'label-not-known': 'wrong',
  'label-void': 'wrong',
  'reprint-failed': 'wrong',
  'void-failed': 'wrong',
  'please-wait': 'wait',
  'purchase-in-doubt': 'in-doubt',
  'order-not-ready': 'wrong',
  'correction-shown': 'act',
  corrected: 'good',
  'service-chosen': 'good',
  'service-not-offered': 'wrong',
  approved: 'good',
  'approval-needed': 'attention',
  'approval-refused': 'wrong',
  'nothing-to-approve': 'attention',
  'nothing-to-correct': 'attention',
  'parcel-parked': 'attention',
  'order-parked': 'complete',
  'sticker-printed': 'good',
  'sticker-scanned': 'good',
  'operator-changed': 'good',
  'still-parked': 'attention',
  'stickers-wait': 'attention',
  'sticker-not-known': 'wrong',
  'sticker-done': 'attention',
  'not-kept': 'wrong',
}

/** The three parts of every failure: what happened, what is safe, what to do now. */
export interface ProblemWords {
  readonly happened: string
  readonly safe: string
  readonly todo: string
}

const NOTHING_BOUGHT = 'Nothing was bought and nothing is lost.'
const LABEL_NOT_HERE = 'The label is bought; it is not bought again.'
const LABEL_BOUGHT = 'The label is bought and kept here; it is not bought again.'
const SCAN_SHIP = 'Scan SHIP to try again, or HOLD to set the order aside.'
const SCAN_CORRECT = 'Scan CORRECT (F5) to mend it here, or HOLD to set the order aside.'
const CALL_LEAD = 'Scan HOLD to set the order aside and tell the shift lead.'

export const PROBLEM_WORDS: Record<ProblemCode, ProblemWords> = {
  'carrier-unreachable': {
    happened: '{{carrier}} cannot be reached.',
    safe: NOTHING_BOUGHT,
    todo: SCAN_SHIP,
  },
  'carrier-timed-out': {
    happened: '{{carrier}} did not answer in time.',
    safe: NOTHING_BOUGHT,
    todo: SCAN_SHIP,
  },
  'carrier-connection-lost': {
    happened: 'The line to {{carrier}} broke.',
    safe: NOTHING_BOUGHT,
    todo: SCAN_SHIP,
  },
  'carrier-trouble': {
    happened: '{{carrier}} has trouble of its own.',
    safe: NOTHING_BOUGHT,
    todo: SCAN_SHIP,
  },
  'carrier-busy': {
    happened: '{{carrier}} asks us to slow down.',
    safe: NOTHING_BOUGHT,
    todo: SCAN_SHIP,
  },
  'carrier-answer-not-understood': {
    happened: 'The answer of {{carrier}} makes no sense to this station.',
    safe: NOTHING_BOUGHT,
    todo: CALL_LEAD,
  },
  'carrier-conflict': {
    happened: '{{carrier}} says that it knows this parcel already.',
    safe: 'It is not sent again by itself.',
    todo: CALL_LEAD,
  },
  'credentials-missing': {
    happened: 'This station has no credentials for {{carrier}}.',
    safe: NOTHING_BOUGHT,
    todo: 'Scan HOLD; the credentials go in under Settings.',
  },
  'credentials-refused': {
    happened: '{{carrier}} does not accept our credentials.',
    safe: NOTHING_BOUGHT,
    todo: 'Scan HOLD; new credentials go in under Settings.',
  },
  'permission-missing': {
    happened: 'Our {{carrier}} account may not do this.',
    safe: NOTHING_BOUGHT,
    todo: CALL_LEAD,
  },
  'account-locked': {
    happened: 'Our {{carrier}} account is locked.',
    safe: NOTHING_BOUGHT,
    todo: CALL_LEAD,
  },
  'account-not-ready': {
    happened: 'Our {{carrier}} account is not fully set up.',
    safe: NOTHING_BOUGHT,
    todo: CALL_LEAD,
  },
  'address-refused': {
    happened: '{{carrier}} does not accept the address.',
    safe: NOTHING_BOUGHT,
    todo: SCAN_CORRECT,
  },
  'zone-not-found': {
    happened: '{{carrier}} finds no zone for the address.',
    safe: NOTHING_BOUGHT,
    todo: SCAN_CORRECT,
  },
  'dimensions-refused': {
    happened: 'The box is too big or too heavy for {{carrier}}.',
    safe: NOTHING_BOUGHT,
    todo: 'Use another box and scan it, or scan CORRECT (F5); then scan SHIP.',
  },
  'service-not-available': {
    happened: '{{carrier}} does not offer this service to the address.',
    safe: NOTHING_BOUGHT,
    todo: SCAN_CORRECT,
  },
  'service-not-configured': {
    happened: 'This service is not set up in our {{carrier}} account.',
    safe: NOTHING_BOUGHT,
    todo: SCAN_CORRECT,
  },
  'injection-location-refused': {
    happened: '{{carrier}} does not accept the place of hand-over.',
    safe: NOTHING_BOUGHT,
    todo: 'Scan HOLD; it is set under Settings, carriers.',
  },
  'customs-incomplete': {
    happened: 'Customs data are missing: {{field}}.',
    safe: NOTHING_BOUGHT,
    todo: 'Scan HOLD; the order must be completed and sent again.',
  },
  'returns-not-supported': {
    happened: 'Our {{carrier}} account has no returns.',
    safe: NOTHING_BOUGHT,
    todo: CALL_LEAD,
  },
  'rate-expired': {
    happened: 'The rate chosen at checkout is no longer valid.',
    safe: NOTHING_BOUGHT,
    todo: 'The price of today is on the screen: scan SHIP to go on with it, or HOLD.',
  },
  'no-rates': {
    happened: '{{carrier}} has no service for this parcel.',
    safe: NOTHING_BOUGHT,
    todo: SCAN_CORRECT,
  },
  'shipment-not-found': {
    happened: '{{carrier}} does not know this shipment.',
    safe: 'Nothing was changed.',
    todo: CALL_LEAD,
  },
  'already-cancelled': {
    happened: '{{carrier}} says that the label is void already.',
    safe: 'Nothing was changed.',
    todo: 'Take the label off the box.',
  },
  'not-found-yet': {
    happened: '{{carrier}} knows nothing of it yet.',
    safe: 'Nothing was changed.',
    todo: 'Try again later.',
  },
  'request-refused': {
    happened: '{{carrier}} refused the request.',
    safe: NOTHING_BOUGHT,
    todo: CALL_LEAD,
  },
  'label-link-missing': {
    happened: 'The label is bought, but {{carrier}} gave no link to it.',
    safe: LABEL_NOT_HERE,
    todo: 'Scan REPRINT to ask again, or HOLD: a sticker prints, stick it on and go on.',
  },
  'label-download-failed': {
    happened: 'The label is bought, but it could not be fetched yet.',
    safe: LABEL_NOT_HERE,
    todo: 'Scan REPRINT to fetch it again, or HOLD: a sticker prints, stick it on and go on.',
  },
  'label-link-forbidden': {
    happened: 'The label link leads to a place that this station does not enter.',
    safe: LABEL_NOT_HERE,
    todo: CALL_LEAD,
  },
  'label-too-large': {
    happened: 'The label is larger than 5 MB.',
    safe: LABEL_NOT_HERE,
    todo: CALL_LEAD,
  },
  'label-not-readable': {
    happened: 'What {{carrier}} gave is not a ZPL, PNG or PDF label.',
    safe: LABEL_NOT_HERE,
    todo: CALL_LEAD,
  },
  'no-printer': {
    happened: 'No label printer is set up.',
    safe: LABEL_BOUGHT,
    todo: 'Add a printer under Settings, then scan REPRINT.',
  },
  'label-kind-not-printable': {
    happened: 'This printer cannot print a {{kind}} label.',
    safe: LABEL_BOUGHT,
    todo: CALL_LEAD,
  },
  'label-does-not-fit': {
    happened: 'The label does not fit this printer: {{detail}}.',
    safe: LABEL_BOUGHT,
    todo: CALL_LEAD,
  },
  'connection-not-supported': {
    happened: 'This station cannot use the printer connection {{detail}}.',
    safe: LABEL_BOUGHT,
    todo: 'Correct the printer under Settings, then scan REPRINT.',
  },
  'printer-not-reached': {
    happened: 'The label printer cannot be reached.',
    safe: LABEL_BOUGHT,
    todo: 'Check its power and cable, then scan REPRINT.',
  },
  'printer-not-ready': {
    happened: 'The label printer cannot print: {{condition}}.',
    safe: LABEL_BOUGHT,
    todo: 'Mend the printer, then scan REPRINT.',
  },
  'print-called-off': {
    happened: 'The label did not print: it was voided meanwhile.',
    safe: 'Not a byte of it went to the printer.',
    todo: 'Go on; the parcel can be bought again.',
  },
  'print-not-kept': {
    happened: 'Nothing printed: the station’s disk took nothing down.',
    safe: 'Not a byte of it went to the printer. What is bought stays bought.',
    todo: 'Free space on the disk, then scan REPRINT.',
  },
  'printer-interrupted': {
    happened: 'The line to the printer broke in the middle of the label.',
    safe: LABEL_BOUGHT,
    todo: 'If a label came out, scan it. If not, scan REPRINT.',
  },
  'purchase-in-doubt': {
    happened: 'No answer came from {{carrier}}: the label may be bought, or not.',
    safe: 'It is not bought again by itself; the shift lead decides under Queue.',
    todo: 'Scan HOLD: a sticker prints. Stick it on the box and go on.',
  },
  'void-in-doubt': {
    happened: 'No answer came from {{carrier}}: the label may be void, or not.',
    safe: 'It is not bought again, and not shipped, by itself.',
    todo: 'Scan VOID, then CONFIRM, to ask again; or HOLD.',
  },
  'ship-from-missing': {
    happened: 'The address of this warehouse is not set.',
    safe: NOTHING_BOUGHT,
    todo: 'Set it under Settings, station.',
  },
  'item-without-barcode': {
    happened: '{{description}} has neither barcode nor SKU.',
    safe: 'Nothing is stopped.',
    todo: 'Scan CONFIRM for each one that goes into the box.',
  },
  'no-boxes': {
    happened: 'No box is set up.',
    safe: NOTHING_BOUGHT,
    todo: 'Add boxes under Settings.',
  },
  'no-scale': {
    happened: 'The scale gives no weight: {{reason}}.',
    safe: NOTHING_BOUGHT,
    todo: 'Check its power and cable.',
  },
  'weight-off': {
    happened: 'The box weighs {{weight}}; {{from}} to {{to}} was expected.',
    safe: 'Nothing is stopped.',
    todo: 'Count again if in doubt.',
  },
  'label-not-made-yet': {
    happened: '{{carrier}} has not made the label yet.',
    safe: LABEL_NOT_HERE,
    todo: 'The station asks again by itself. Scan HOLD: a sticker prints, stick it on and go on.',
  },
  'call-switched-off': {
    happened: 'This call to {{carrier}} is switched off.',
    safe: 'Nothing was asked.',
    todo: 'Switch it on in the settings of the carrier.',
  },
  'records-damaged': {
    happened: 'The records of this station are damaged.',
    safe: 'Nothing is bought on damaged records.',
    todo: 'Scan HOLD; stop the station and restore a backup (docs, troubleshooting).',
  },
  'rate-changed': {
    happened: 'The label costs {{now}}; at checkout it was {{atCheckout}}.',
    safe: NOTHING_BOUGHT,
    todo: 'A supervisor scans APPROVE, or scan HOLD to set the order aside.',
  },
  'rate-price-unknown': {
    happened: 'This is not the parcel that was rated at checkout, and a price is not known.',
    safe: NOTHING_BOUGHT,
    todo: 'A supervisor scans APPROVE, or scan HOLD to set the order aside.',
  },
  'label-was-voided': {
    happened: 'The label of this parked box was voided.',
    safe: NOTHING_BOUGHT,
    todo: 'Scan SHIP to buy a new label, or HOLD to set the order aside.',
  },
  'purchase-given-up': {
    happened: 'Nobody could find out whether a label was bought for this box.',
    safe: 'It is not bought again by itself.',
    todo: 'Scan SHIP to buy a new label, or HOLD to set the order aside.',
  },
}

/** Fills the blanks of a sentence; an unknown blank stays visible, so that it is found. */
export function fillWords(sentence: string, params: WordParams): string {
  const filled = sentence.replaceAll(/\{\{(\w+)\}\}/g, (blank, name: string) =>
    String(params[name] ?? blank),
  )
  // The only plural of these sentences; screens have the plural rules of their language.
  return filled.replace(/\b1 items\b/, '1 item')
}
