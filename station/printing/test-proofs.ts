import { randomInt } from 'node:crypto'
import type { TestProof } from '../../shared/printing.ts'
import { commandBarcode } from '../../shared/scanning.ts'
import type { Clock } from '../ports.ts'
import type { TestLabel } from './label-language.ts'

/** Letters and digits that nobody takes for one another. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const MARK_LENGTH = 4

type BarDots = 2 | 3

export interface MarkedTest extends TestLabel {
  readonly mark: string
}

/**
 * Which barcodes of each printer's newest test label were scanned. Kept in memory: a test is of the printer as it is
 * set up today.
 */
export function createTestProofs(clock: Clock) {
  const newest = new Map<string, { readonly mark: string; proof: TestProof }>()

  return {
    /** A test label with barcodes of its own, so that an older one proves nothing. */
    begin(printerId: string): MarkedTest {
      const letters = Array.from({ length: MARK_LENGTH }, () =>
        ALPHABET.charAt(randomInt(ALPHABET.length)),
      )
      const mark = letters.join('')
      const barcode = (dots: BarDots) => commandBarcode('TEST', `${dots}-${mark}`)
      return {
        printerId,
        at: clock.now(),
        mark,
        barcodes: { 2: barcode(2), 3: barcode(3) },
      }
    },
    printed({ printerId, mark, at }: MarkedTest): void {
      newest.set(printerId, {
        mark,
        proof: { printerId, printedAt: at.toISOString(), read: [] },
      })
    },
    /** The argument of a scanned TEST command, such as `2-7KQ3`. */
    prove(argument: string): { printer: string; dots: BarDots } | undefined {
      const [, digit, mark] = /^([23])-(.+)$/.exec(argument) ?? []
      const dots = digit === '2' ? 2 : 3
      for (const [printer, entry] of newest) {
        if (entry.mark !== mark) continue
        const { proof } = entry
        if (!proof.read.some((one) => one.dots === dots))
          entry.proof = {
            ...proof,
            read: [...proof.read, { dots, at: clock.now().toISOString() }],
          }
        return { printer, dots }
      }
      return undefined
    },
    list: (): TestProof[] => [...newest.values()].map(({ proof }) => proof),
  }
}
