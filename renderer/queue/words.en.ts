export const queueEn = {
  title: 'Queue',
  empty: 'Nothing waits. Every label that was bought is on its box.',
  list: 'What waits',
  why: {
    'in-doubt': 'In doubt: bought or not?',
    'label-missing': 'Bought, label not here yet',
    'not-printed': 'Label here, not printed',
    'not-on-box': 'Printed, not seen on a box',
  },
  help: {
    'in-doubt': 'No answer came from the carrier. A person looks there and decides.',
    'label-missing': 'The station fetches the label again by itself. Nothing is bought twice.',
    'not-printed': 'Mend the printer, then print again. Nothing is bought.',
    'not-on-box': 'Find the box and scan its label, or void the label if there is no such box.',
  },
  since: 'since',
  next: 'Next attempt',
  box: 'box {{parcel}}',
  open: 'Open',
  reprint: 'Print again',
  settle: 'Settle',
  of: '{{what}}: order {{order}}, box {{parcel}}',
}
