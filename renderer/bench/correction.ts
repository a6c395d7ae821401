import { LengthUnitSchema, type Dimensions } from '../../shared/measures.ts'
import type { Address } from '../../shared/orders.ts'
import { CorrectionSchema, type BenchView, type Correction } from '../../shared/packing.ts'
import { fieldProblems, type FieldProblem } from '../../shared/problem.ts'

export const ADDRESS_FIELDS = [
  'name',
  'company',
  'street1',
  'street2',
  'city',
  'state',
  'zip',
  'country',
  'phone',
  'email',
] as const satisfies readonly (keyof Address)[]
export const SIZES = ['length', 'width', 'height'] as const satisfies readonly (keyof Dimensions)[]

/** Every field of the panel that takes text, by the path that problems name it with. */
export type FieldPath =
  | `shipTo.${(typeof ADDRESS_FIELDS)[number]}`
  | `dimensions.${(typeof SIZES)[number] | 'unit'}`
  | 'service'

const PATHS: readonly FieldPath[] = [
  ...ADDRESS_FIELDS.map((name) => `shipTo.${name}` as const),
  ...SIZES.map((name) => `dimensions.${name}` as const),
  'dimensions.unit',
  'service',
]

/** What was typed over what the bench shows; a field that nobody touched is not in it. */
export interface Draft {
  readonly texts: Readonly<Partial<Record<FieldPath, string>>>
  readonly trustAddress?: boolean
}

type Shown = Pick<BenchView, 'order' | 'box'>

/** What the open order says now in this field. */
export function shownText({ order, box }: Shown, path: FieldPath): string {
  if (path === 'service') return order?.serviceLevel ?? ''
  const [part = '', name = ''] = path.split('.')
  const whole: object | undefined = part === 'shipTo' ? order?.shipTo : box?.dimensions
  const value: unknown = whole && Reflect.get(whole, name)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** What the field said before anything was corrected; undefined where it says so still, or nobody knows. */
export function originalText(view: Shown, path: FieldPath, text: string): string | undefined {
  const original = view.order?.correction?.original
  const before =
    original === undefined
      ? shownText(view, path)
      : path === 'service'
        ? original.service
        : path.startsWith('shipTo.')
          ? String(Reflect.get(original.shipTo, path.slice('shipTo.'.length)) ?? '')
          : shownText(view, path)
  return before === undefined || before === text.trim() ? undefined : before
}

/** The field that the problem is about: the one that the carrier named, else the likeliest of what it refuses. */
export function fieldToMend(problem: BenchView['problem']): FieldPath {
  const named = String(problem?.params['field'] ?? '')
  const exact = PATHS.find((path) => path === named)
  if (exact) return exact
  if (named.startsWith('dimensions')) return 'dimensions.length'
  switch (problem?.code) {
    case 'dimensions-refused':
      return 'dimensions.length'
    case 'service-not-available':
    case 'service-not-configured':
    case 'no-rates':
      return 'service'
    case 'zone-not-found':
      return 'shipTo.zip'
    case 'address-refused':
      return 'shipTo.street1'
    default:
      return 'shipTo.name'
  }
}

/** A number as a person writes it; NaN where it is none. */
function numberFrom(text: string): number {
  return /^\d+([.,]\d+)?$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) : Number.NaN
}

function sizeOf(view: Shown, { texts }: Draft): Record<string, unknown> {
  const text = (path: FieldPath) => texts[path] ?? shownText(view, path)
  const sizes = SIZES.map((name) => [name, numberFrom(text(`dimensions.${name}`))])
  const unit = LengthUnitSchema.safeParse(text('dimensions.unit'))
  return { ...Object.fromEntries(sizes), unit: unit.data }
}

export type DraftedCorrection =
  | { readonly is: 'nothing' }
  | { readonly is: 'correction'; readonly correction: Correction }
  | { readonly is: 'not-valid'; readonly problems: readonly FieldProblem[] }

/** Only what was changed, checked as the station checks it; an emptied field is sent empty. Pure. */
export function correctionOf(view: Shown, draft: Draft): DraftedCorrection {
  const changed = PATHS.filter((path) => {
    const text = draft.texts[path]
    return text !== undefined && text.trim() !== shownText(view, path)
  })
  const address = changed
    .filter((path) => path.startsWith('shipTo.'))
    .map((path) => [path.slice('shipTo.'.length), draft.texts[path]?.trim()])
  const isTrusted = view.order?.correction?.trustAddress ?? false
  const asked = {
    ...(address.length > 0 && { shipTo: Object.fromEntries(address) as object }),
    ...(changed.includes('service') && { service: draft.texts.service }),
    ...(changed.some((path) => path.startsWith('dimensions.')) && {
      dimensions: sizeOf(view, draft),
    }),
    ...(draft.trustAddress !== undefined &&
      draft.trustAddress !== isTrusted && { trustAddress: draft.trustAddress }),
  }
  if (Object.keys(asked).length === 0) return { is: 'nothing' }
  const checked = CorrectionSchema.safeParse(asked)
  return checked.success
    ? { is: 'correction', correction: asked as Correction }
    : { is: 'not-valid', problems: fieldProblems(checked.error) }
}
