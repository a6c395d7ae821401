export const sheetEn = {
  title: 'Command sheet',
  detail: 'Print it, laminate it, hang it above the bench.',
  print: 'Print',
  commands: 'Commands',
  quantities: 'Quantity of the next item',
  quantity: '{{count}} ×',
  boxes: 'Boxes',
  noBoxes: 'No box is set up yet: add boxes under Settings.',
}
