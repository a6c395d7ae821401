import type { ScaleProtocolName } from '../../shared/weighing.ts'

/** The protocols as the menus and manuals of scales call them. */
export const PROTOCOL_NAMES: Readonly<Record<ScaleProtocolName, string>> = {
  'hid-pos': 'HID (USB)',
  nci: 'NCI / SCP-01',
  sics: 'MT-SICS',
  'toledo-8217': 'Mettler Toledo 8213, 8217',
  'toledo-continuous': 'Toledo continuous',
  cas: 'CAS (22 bytes)',
  'a-and-d': 'A&D',
  ohaus: 'Ohaus',
}
