export const sheetEn = {
  title: 'Command sheet',
  detail: 'Print it, laminate it, hang it above the bench.',
  print: 'Print',
  commands: 'Commands',
  reprints: 'Reprint, with the reason',
  reprint: 'Prints the label again; nothing is bought',
  quantities: 'Quantity of the next item',
  quantity: '{{count}} ×',
  choices: 'What a scan means, where that is asked',
  choice: 'Number {{number}}',
  services: 'Services',
  boxes: 'Boxes',
  calibration: 'Scanner test',
  calibrationHelp:
    'Under Settings, Scanner, start the test, then scan this: it says what to set on the scanner.',
  supervisor: 'For the supervisor’s pocket',
  approve: 'Approve',
  approveByCode:
    'Lets a label pass that is dearer than at checkout, or that cannot be read, or that prints a second time',
  approveByAny: 'Counts for anybody until a code is set under Settings, Station',
  noBoxes: 'No box is set up yet: add boxes under Settings.',
}
