import { describe, expect, test } from 'vitest'
import type { DocumentPrinter, JobFate } from '../../station/documents/printers/document-printer.ts'

export interface PrinterUnderTest {
  readonly printer: DocumentPrinter
  /** All that has come out: the bytes of each paper, and how often. */
  readonly papers: () => Promise<readonly { readonly pdf: Uint8Array; readonly copies: number }[]>
  /** The same kind of printer where none is; absent where that cannot be. */
  readonly nowhere?: DocumentPrinter
}

/** The smallest file that every reader takes for a PDF of one empty page. */
export const EMPTY_PAGE = Buffer.from(
  `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>endobj
trailer<</Root 1 0 R>>
%%EOF
`,
)

const never = new AbortController().signal

/** What became of a job in the end; the printer itself says when that is. */
export async function endOf(printer: DocumentPrinter, job: string): Promise<JobFate> {
  for (;;) {
    const fate = await printer.fate(job, never)
    if (fate.result !== 'under-way') return fate
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** What every printer of documents owes the station. */
export function documentPrinterContract(
  name: string,
  setUp: () => Promise<PrinterUnderTest & AsyncDisposable>,
  isWithCopies = true,
): void {
  describe(`document printer: ${name}`, () => {
    test('a paper comes out whole, and the printer says so', async () => {
      await using under = await setUp()
      const paper = { pdf: EMPTY_PAGE, name: 'LK-20417 box 1 commercial invoice', copies: 1 }
      const handed = await under.printer.print(paper, never)
      expect(handed).toEqual({ result: 'taken', job: expect.any(String) })
      if (handed.result !== 'taken') return
      expect(await endOf(under.printer, handed.job)).toEqual({ result: 'out' })
      const [first, ...others] = await under.papers()
      expect(others).toEqual([])
      expect(Buffer.from(first?.pdf ?? []).equals(EMPTY_PAGE)).toBe(true)
    })

    test.runIf(isWithCopies)('copies, and a name in any script', async () => {
      await using under = await setUp()
      const paper = { pdf: EMPTY_PAGE, name: 'Ω/№ "7" ../注文\u0000', copies: 3 }
      const handed = await under.printer.print(paper, never)
      expect(handed.result).toBe('taken')
      if (handed.result === 'taken') await endOf(under.printer, handed.job)
      expect((await under.papers()).reduce((sum, { copies }) => sum + copies, 0)).toBe(3)
    })

    test('a paper that is called off before it begins is not sent', async () => {
      await using under = await setUp()
      const paper = { pdf: EMPTY_PAGE, name: 'called off', copies: 1 }
      expect(await under.printer.print(paper, AbortSignal.abort())).toEqual({
        result: 'not-sent',
        detail: expect.stringMatching(/\w/),
      })
      expect(await under.papers()).toEqual([])
    })

    test('a printer that is there is well, and one that is not says so in words', async () => {
      await using under = await setUp()
      expect(['ready', 'busy']).toContain((await under.printer.condition(never)).condition)
      if (!under.nowhere) return
      expect(await under.nowhere.condition(never)).toEqual({
        condition: expect.stringMatching(/^(offline|needs-attention)$/),
        said: expect.stringMatching(/\w/),
      })
      const paper = { pdf: EMPTY_PAGE, name: 'nowhere', copies: 1 }
      expect(await under.nowhere.print(paper, never)).toEqual({
        result: 'not-sent',
        detail: expect.stringMatching(/\w/),
      })
    })
  })
}
