import { create } from 'zustand'
import type { BenchView } from '../../shared/packing.ts'
import {
  commandBarcode,
  parseStarredCode,
  type Command,
  type ScanSource,
} from '../../shared/scanning.ts'
import { follow } from '../follow.ts'
import { goTo, useNavigation, type ScreenName } from '../navigation.ts'
import { playKind } from '../sounds/sounds.ts'
import { station } from '../station.ts'
import { isSealed } from './sealed.ts'

interface Bench {
  readonly view: BenchView | undefined
  /** A scan that never reached the station; shown until one does. */
  readonly lostScan: string | undefined
  /** Whether the carrier's own words stand on the screen (F9). */
  readonly saidOpen: boolean
  /** The verdict whose help page was closed by hand. */
  readonly helpClosed: number | undefined
  /** The order whose correction panel is open (F5). */
  readonly correcting: number | undefined
}

export const useBench = create<Bench>(() => ({
  view: undefined,
  lostScan: undefined,
  saidOpen: false,
  helpClosed: undefined,
  correcting: undefined,
}))

/**
 * Opens with the verdict that shows it and stays over scans, so that nothing typed is lost; ends with its order
 * and with the purchase. Pure.
 */
export function correctingAfter(
  open: number | undefined,
  before: BenchView | undefined,
  { feedback, order, step }: BenchView,
): number | undefined {
  if (!order || isSealed(step)) return undefined
  const isNew = feedback?.sequence !== before?.feedback?.sequence
  if (isNew && feedback?.code === 'correction-shown') return order.id
  return open === order.id ? open : undefined
}

/** Sounds once for each verdict, and once when a problem comes up without a scan. */
function sound(before: BenchView | undefined, now: BenchView) {
  if (!before) return
  if (now.feedback && now.feedback.sequence !== before.feedback?.sequence) {
    playKind(now.feedback.kind)
  } else if (now.problem && now.problem.code !== before.problem?.code) {
    playKind(now.problem.kind)
  }
}

/** Follows the bench for as long as the page lives. */
export function startBench() {
  return follow(station.bench.follow, (view) => {
    const { view: before, correcting } = useBench.getState()
    useBench.setState({
      view,
      correcting: correctingAfter(correcting, before, view),
      ...(view.problem?.said !== before?.problem?.said && { saidOpen: false }),
    })
    sound(before, view)
  })
}

const LONGEST_SCAN = 4000

/** Any scan leads to the bench, but for that of a test label where the settings show what it proves. Pure. */
export function opensBench(text: string, screen: ScreenName): boolean {
  const code = parseStarredCode(text)
  return screen !== 'settings' || code?.kind !== 'command' || code.command !== 'TEST'
}

/** Every scan, click on a card and function key goes in here, from whatever screen; the bench shows. */
export function sendScan(text: string, source: ScanSource = 'wedge') {
  if (opensBench(text, useNavigation.getState().screen)) goTo('bench')
  tellIfLost(text, station.bench.scan({ text: text.slice(0, LONGEST_SCAN), source }))
}

/** A scan that came only in part, or into which a person typed: the packer hears it and scans again. */
export function refuseScan(text: string) {
  useBench.setState({ lostScan: text })
  playKind('wrong')
}

/** An order chosen from a list: by its id, since two merchants may have the same reference. */
export function openOrder(orderId: number, reference: string) {
  goTo('bench')
  tellIfLost(reference, station.bench.open({ orderId }))
}

function tellIfLost(text: string, sent: Promise<unknown>) {
  sent.then(
    () => useBench.setState({ lostScan: undefined }),
    () => refuseScan(text),
  )
}

export function sendCommand(command: Command, argument?: string) {
  sendScan(commandBarcode(command, argument), 'key')
}

export function toggleSaid() {
  useBench.setState(({ saidOpen, view }) => ({
    saidOpen: !saidOpen && view?.problem?.said !== undefined,
  }))
}

/** Whether the help page shows: the newest verdict asked for it and nobody closed it since. */
export function isHelpShown({ view, helpClosed }: Bench): boolean {
  const feedback = view?.feedback
  return feedback?.code === 'help-shown' && feedback.sequence !== helpClosed
}

export function closeHelp() {
  useBench.setState(({ view }) => ({ helpClosed: view?.feedback?.sequence, saidOpen: false }))
}

export function closeCorrection() {
  useBench.setState({ correcting: undefined })
}
