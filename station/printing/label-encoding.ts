import type { PrintFailure, Sticker } from '../../shared/printing.ts'
import { done, failed, type Outcome } from '../../shared/outcome.ts'
import type { PrinterSettings } from '../../shared/settings.ts'
import {
  compareLabel,
  type Head,
  type LabelBytes,
  type LabelExpectation,
  type Labels,
} from '../labels/labels.ts'
import { printableDots, type LabelLanguage, type TestLabel } from './label-language.ts'
import { LANGUAGES } from './languages.ts'
import { zpl } from './languages/zpl.ts'
import { languageOf } from './printer-set.ts'

type Encoded = Outcome<Uint8Array, PrintFailure>
type MakesReady = Pick<Labels, 'prepare'>

/** What a label is compared with before it prints. */
export interface Wanted {
  readonly expected: LabelExpectation | null
  readonly mayBeUnreadable?: boolean
}

/** A carrier's label as the printer's bytes, if it is the one that was bought (L-1, L-2). */
export async function encodeLabel(
  labels: MakesReady,
  label: LabelBytes,
  settings: PrinterSettings,
  { expected, mayBeUnreadable = false }: Wanted,
): Promise<Encoded> {
  const language = languageFor(settings)
  if (!language.ok) return language
  const codes = [expected?.trackingNumber, expected?.carrierBarcode].filter((code) => code != null)
  const prepared = await labels.prepare(label, headOf(settings), codes)
  if (!prepared.ok) return prepared
  const { print, reading } = prepared.value
  if (expected !== null) {
    const compared = compareLabel(reading, expected)
    if (compared.verdict === 'mismatch')
      return failed({
        code: 'label-mismatch',
        detail: `${WORDS[compared.what]} ${compared.found} instead of ${compared.expected}`,
      })
    if (compared.verdict === 'unreadable' && !mayBeUnreadable)
      return failed({
        code: 'label-unreadable',
        detail:
          reading.codes.length === 0
            ? 'no barcode was found'
            : `only ${reading.codes.slice(0, 3).join(', ')}`,
      })
  }
  return done(
    print.kind === 'zpl' ? print.bytes : await language.value.encode(print.dots, settings),
  )
}

const WORDS = { 'tracking-number': 'tracking number', postcode: 'postcode', box: 'box' } as const

export function encodeTest(
  labels: MakesReady,
  test: TestLabel,
  settings: PrinterSettings,
): Promise<Encoded> {
  return encodeOwn(labels, settings, (language) => language.testLabel?.(test, settings))
}

export function encodeSticker(
  labels: MakesReady,
  sticker: Sticker,
  settings: PrinterSettings,
): Promise<Encoded> {
  return encodeOwn(labels, settings, (language) => language.sticker?.(sticker, settings))
}

/** A label of our own: in the printer's language where that has one, else drawn from ZPL and sent as dots. */
async function encodeOwn(
  labels: MakesReady,
  settings: PrinterSettings,
  make: (language: LabelLanguage) => Promise<Encoded> | undefined,
): Promise<Encoded> {
  const language = languageFor(settings)
  if (!language.ok) return language
  const own = make(language.value)
  if (own) return own
  const drawn = await make(zpl)
  if (!drawn?.ok) return drawn ?? failed({ code: 'label-kind-not-printable' })
  const label = { kind: 'zpl', bytes: drawn.value, dpi: settings.dpi } as const
  // It is made for the paper as it lies in the printer.
  const prepared = await labels.prepare(label, { ...headOf(settings), rotation: 0 }, [])
  if (!prepared.ok) return prepared
  const { print } = prepared.value
  if (print.kind === 'zpl') return failed({ code: 'label-kind-not-printable' })
  return done(await language.value.encode(print.dots, settings))
}

function languageFor(settings: PrinterSettings): Outcome<LabelLanguage, PrintFailure> {
  const name = languageOf(settings)
  const language = name && LANGUAGES[name]
  if (language !== undefined) return done(language)
  return failed({
    code: 'label-kind-not-printable',
    detail: `The printer ${settings.id} has no label language in its settings`,
  })
}

function headOf(settings: PrinterSettings): Head {
  const { width, height } = printableDots(settings)
  return {
    dpi: settings.dpi,
    widthDots: width,
    heightDots: height,
    rotation: settings.media.rotation ?? 0,
    takesZpl: languageOf(settings) === 'zpl',
  }
}
