import { unreachable } from '../../shared/outcome.ts'
import type { BenchView, FeedbackKind, ProblemCode } from '../../shared/packing.ts'
import type { benchEn } from './words.en.ts'

type WithoutPlural<K> = K extends `${infer Base}_${'one' | 'other'}` ? Base : K
export type PromptWord = WithoutPlural<keyof typeof benchEn.prompt>
export type HelpWord = keyof typeof benchEn.help

export type BandKind = Exclude<FeedbackKind, 'complete'>

/** What the band says is to be done now: words by key, and the kind that gives colour and shape. */
export interface Prompt {
  readonly word: PromptWord
  readonly help: HelpWord
  readonly kind: BandKind
  readonly values: Readonly<Record<string, string | number>>
}

function prompt(
  word: PromptWord,
  help: HelpWord,
  kind: BandKind = 'act',
  values: Prompt['values'] = {},
): Prompt {
  return { word, help, kind, values }
}

/** Units of this box: what is in it, and what is to go in before it can ship. */
export function unitsOf(view: BenchView): { readonly done: number; readonly all: number } {
  let done = 0
  let all = 0
  for (const item of view.items) {
    done += item.scanned
    all += item.ordered - item.packedBefore
  }
  return { done, all }
}

/** The commands as they are called on their barcodes. */
const COMMAND_NAMES = { BOX: 'NEW BOX' } as const

export function commandName(command: string): string {
  return command in COMMAND_NAMES ? COMMAND_NAMES.BOX : command
}

function armedPrompt(armed: NonNullable<BenchView['armed']>): Prompt {
  switch (armed) {
    case 'REPRINT':
      return prompt('armed-reprint', 'armed-reprint')
    case 'REPRINT-APPROVE':
      return prompt('armed-approve', 'armed-approve', 'attention')
    case 'VOID':
      return prompt('armed-void', 'armed-void', 'attention')
    case 'VOID-CONFIRM':
      return prompt('armed-confirm', 'armed-confirm', 'attention')
    case 'QTY':
      return prompt('armed-quantity', 'armed-quantity')
    case 'WEIGHT':
      return prompt('armed-weight', 'armed-weight', 'attention')
    case 'WEIGHT-APPROVE':
      return prompt('armed-weight-approve', 'armed-weight-approve', 'attention')
    case 'CHOOSE':
      return prompt('armed-choose', 'armed-choose', 'attention')
    default:
      return unreachable(armed)
  }
}

/** The parcel weighs something else than its contents should. */
const OF_WEIGHT: readonly ProblemCode[] = ['weight-off', 'weight-one-missing', 'weight-one-extra']

/** A problem that stops the bench turns the prompt into the ways out of it. */
function problemPrompt(problem: NonNullable<BenchView['problem']>): Prompt | undefined {
  if (problem.code === 'printer-interrupted' || problem.code === 'print-in-doubt') {
    // Only the packer can see whether it lies in the printer.
    return prompt('print-unknown', 'offers', problem.kind)
  }
  // CONFIRM says that papers were put in by hand: that must be seen before it is scanned.
  if (problem.code === 'papers-not-out') return prompt('papers-missing', 'offers', problem.kind)
  // Nobody should confirm before having counted.
  if (OF_WEIGHT.includes(problem.code) && problem.offers.includes('CONFIRM'))
    return prompt('weight-off', 'offers', problem.kind)
  const [first, second] = problem.offers
  // A remark stops nothing, unless a supervisor has to let the parcel pass.
  const stops = problem.kind !== 'attention' || problem.offers.includes('APPROVE')
  if (!stops || !first) return undefined
  return second
    ? prompt('offer-two', 'offers', problem.kind, {
        first: commandName(first),
        second: commandName(second),
      })
    : prompt('offer-one', 'offers', problem.kind, { first: commandName(first) })
}

/** Reasons of the weight lock for which the box only has to be put on, or to rest. */
const PAN_WANTS_BOX: readonly (string | null)[] = ['pan-empty', 'too-light']

function weighPrompt({ weight }: BenchView): Prompt {
  if (weight.reason === 'pan-not-emptied' && weight.state !== 'empty') {
    return prompt('weigh-empty-first', 'weigh-empty-first', 'attention')
  }
  switch (weight.state) {
    case 'moving':
      return prompt('weigh-moving', 'weigh-moving', 'wait')
    case 'stable':
      return PAN_WANTS_BOX.includes(weight.reason)
        ? prompt('weigh', 'weigh')
        : prompt('weigh-moving', 'weigh-moving', 'wait')
    case 'unknown':
    case 'fault':
      return prompt('weigh-unknown', 'weigh-unknown', 'attention', {
        reason: weight.reason ?? 'no-answer',
      })
    case 'empty':
    case 'locked':
      return prompt('weigh', 'weigh')
    default:
      return unreachable(weight.state)
  }
}

function itemsPrompt(view: BenchView): Prompt {
  if (view.quantity !== null) {
    return prompt('scan-counted', 'scan-items', 'act', { quantity: view.quantity })
  }
  const { done, all } = unitsOf(view)
  return prompt(done === 0 ? 'scan-items' : 'scan-more', 'scan-items', 'act', { count: all - done })
}

function stepPrompt(view: BenchView): Prompt {
  switch (view.step) {
    case 'scan-order':
      return view.feedback?.code === 'order-done'
        ? prompt('done', 'done', 'good')
        : prompt('scan-order', 'scan-order')
    case 'scan-items':
      return itemsPrompt(view)
    case 'choose-box':
      return prompt('choose-box', 'choose-box')
    case 'weigh':
      return weighPrompt(view)
    case 'ship':
      return prompt('ship', 'ship')
    case 'shipping':
      return prompt('shipping', view.parked?.isAwaited ? 'shipping-parked' : 'shipping', 'wait')
    case 'printing':
      return prompt('printing', 'printing', 'wait')
    case 'scan-label':
      // Scanned already: all that the box still waits for is its customs papers.
      if (view.shipment?.onBoxAt) return prompt('papers', 'papers', 'wait')
      // A supervisor let a label pass that may have no barcode: its number can be typed.
      return prompt('scan-label', view.feedback?.code === 'approved' ? 'type-label' : 'scan-label')
    case 'in-doubt':
      return prompt('in-doubt', 'in-doubt', 'in-doubt')
    case 'parked':
      return view.parked?.isPrinted
        ? prompt('parked', 'parked', 'attention')
        : prompt('parked-printing', 'parked-printing', 'wait')
    default:
      return unreachable(view.step)
  }
}

/** The label comes out somewhere else than always: that must be seen from where the packer stands. */
function elsewherePrompt({ feedback, step }: BenchView): Prompt | undefined {
  const isComing = step === 'printing' || step === 'scan-label'
  if (!isComing || feedback?.code !== 'printed-elsewhere') return undefined
  const { printer = '', instead = '' } = feedback.params
  return prompt('take-elsewhere', 'take-elsewhere', 'attention', { printer, instead })
}

/** The one thing to do now. Pure: the same view always gives the same prompt. */
export function promptOf(view: BenchView): Prompt {
  if (view.armed) return armedPrompt(view.armed)
  const fromProblem = view.problem && problemPrompt(view.problem)
  return fromProblem ?? elsewherePrompt(view) ?? stepPrompt(view)
}
