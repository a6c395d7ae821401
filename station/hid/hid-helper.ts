/* The process that talks to USB HID devices: it says what it hears to its parent. */
process.on('message', () => {})
