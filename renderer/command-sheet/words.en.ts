export const sheetEn = {
  title: 'Command sheet',
  detail: 'Print it, laminate it, hang it above the bench.',
  print: 'Print',
  commands: 'Commands',
  reprints: 'Reprint, with the reason',
  reprint: 'Prints the label again; nothing is bought',
  quantities: 'Quantity of the next item',
  quantity: '{{count}} ×',
  services: 'Services',
  boxes: 'Boxes',
  supervisor: 'For the supervisor’s pocket',
  approve: 'Approve',
  approveByCode:
    'Lets a label pass that is dearer than at checkout, or that cannot be read, or that prints a second time',
  approveByAny: 'Counts for anybody until a code is set under Settings, Station',
  noBoxes: 'No box is set up yet: add boxes under Settings.',
}
