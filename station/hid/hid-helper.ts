import { serveHid } from './serve-hid.ts'

/* The process that talks to USB HID devices. The native part is loaded by the first request. */
serveHid(() => import('node-hid'))
