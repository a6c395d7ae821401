export const scaleSetupEn = {
  title: 'Find a scale',
  help: 'USB scales and serial ports of this computer, as they are plugged in. A scale on the network is typed in below.',
  list: 'Scales and serial ports',
  nothing: 'Nothing is plugged in that may be a scale.',
  kinds: { hid: 'USB scale', serial: 'serial port' },
  serialNumber: 'no. {{serialNumber}}',
  isSetUp: 'the scale of this station',
  verbs: { listen: 'Listen', probe: 'Find out', stop: 'Stop' },
  verbsOf: {
    listen: 'Listen to {{name}}',
    probe: 'Find out about {{name}}',
    stop: 'Stop trying {{name}}',
  },
  use: 'Use it',
  useOf: 'Use {{name}}',
  inUse: 'in the fields below',
  tryFields: 'Try what stands in these fields, without saving it.',
  theseFields: 'these fields',
  waiting: 'Opening the line …',
  probing: '{{tried}} of {{of}}: {{trying}}',
  probeFailed: 'The search broke off. Look again.',
  noAnswer:
    'Nothing was understood. Is the scale on? Set it to answer when it is asked, or to send all the time.',
  answers: 'Found: {{protocol}}, it shows {{shown}}.',
  line: { baud: 'Speed (baud)', bits: 'Bits', parity: 'Parity', stop: 'Stop bits' },
  parity: { none: 'none', even: 'even', odd: 'odd' },
  troubles: {
    'hid-not-available':
      'USB scales cannot be looked for: a part of the system is missing. On Debian and Ubuntu install libusb-1.0-0, on Fedora libusb1; then start Shipbench again.',
    'serial-not-available':
      'Serial ports cannot be looked for: the program part for them does not load on this computer. Install Shipbench again, for this system.',
  },
  todoTitle: 'What to do',
  /** By the reason of a reading. */
  todo: {
    'hid-not-available':
      'On Debian and Ubuntu install libusb-1.0-0, on Fedora libusb1; then start Shipbench again.',
    'serial-not-available': 'Install Shipbench again, for this system.',
    'access-denied':
      'On Linux put this user into the group dialout for a serial port; a USB scale needs a udev rule. Both stand in docs/troubleshooting.md.',
    'connection-in-use': 'Close the other program; a line can be opened once.',
    'no-connection': 'Check plug, cable, power and address. It is tried again every second.',
    'no-answer': 'Switch the scale on. Then another protocol or line, or “Find out”.',
    'answer-not-understood':
      'Bytes come that make no sense: choose another speed, parity or protocol, or “Find out”.',
    'command-refused': 'Choose another protocol.',
    'connection-not-valid': 'Correct the connection.',
    'connection-not-supported': 'Correct the connection.',
    'protocol-does-not-fit': 'HID (USB) goes with hid:VID:PID, the others with a line.',
    'unit-not-known': 'Switch the scale to kg, g, lb or oz.',
    'net-weight': 'Clear the tare at the scale.',
    'below-zero': 'Take everything off and zero the scale.',
    'needs-zero': 'Take everything off and zero the scale.',
  },
}
