export const shellEn = {
  rail: {
    label: 'Screens',
    open: 'Screens (F10)',
    bench: 'Bench',
    orders: 'Orders',
    shipments: 'Shipments',
    queue: 'Queue',
    settings: 'Settings',
    commands: 'Command sheet',
  },
  gone: {
    title: 'Station gone',
    detail: 'Scans do not count until it is back. It is looked for without pause.',
  },
  broken: {
    title: 'The screen stumbled',
    detail: 'Nothing is lost: the station keeps everything.',
    again: 'Show the bench again',
  },
  display: {
    label: 'Language, look and sound',
    language: 'Language',
    look: 'Look',
    dark: 'Dark',
    light: 'Light',
    sound: 'Sound',
    silent: 'Off',
    soft: 'Soft',
    medium: 'Medium',
    loud: 'Loud',
  },
  carriers: { flexport: 'Flexport', flavorcloud: 'FlavorCloud' },
}
