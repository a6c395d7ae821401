import { describe, expect, test } from 'vitest'
import type { PrinterConnection } from '../../station/printing/printer-connection.ts'
import { zebraInquiry } from '../../station/printing/status/zebra-status.ts'

export interface ConnectionUnderTest {
  readonly connection: PrinterConnection
  /** All bytes that have come to the printer, once there are so many. */
  readonly received: (length: number) => Promise<Uint8Array>
  /** Whether the printer answers `~HS`. */
  readonly answers?: boolean
  /** The same kind of connection, to a printer that is not there; absent where that cannot be. */
  readonly toNowhere?: PrinterConnection
}

/** What every way to a printer owes its caller. */
export function printerConnectionContract(
  name: string,
  setUp: () => Promise<ConnectionUnderTest & AsyncDisposable>,
): void {
  const never = new AbortController().signal
  const everyByte = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256))

  describe(`printer connection: ${name}`, () => {
    test('every byte arrives unchanged and in order', async () => {
      await using under = await setUp()
      const report = await under.connection.send({ bytes: everyByte, signal: never })
      expect(['delivered', 'unconfirmed']).toContain(report.delivery)
      expect(everyByte.equals(await under.received(everyByte.length))).toBe(true)
    })

    test('jobs follow one another', async () => {
      await using under = await setUp()
      let all = ''
      for (const text of ['^XAone^XZ', '^XAtwo^XZ']) {
        all += text
        await under.connection.send({ bytes: Buffer.from(text), signal: never })
        // A pseudo terminal that is opened anew drops what its other end has not read, as no serial port does.
        expect(Buffer.from(await under.received(all.length)).toString()).toBe(all)
      }
    })

    test('a job that is called off before it begins is not sent', async () => {
      await using under = await setUp()
      const report = await under.connection.send({
        bytes: everyByte,
        signal: AbortSignal.abort(),
      })
      expect(report).toMatchObject({ delivery: 'not-sent', detail: expect.any(String) })
      expect(await under.received(0)).toHaveLength(0)
    })

    test('a printer that answers is heard, asked at rest and after a label', async () => {
      await using under = await setUp()
      const { connection, answers = false } = under
      const asked = await connection.ask?.(zebraInquiry, never)
      expect(asked?.result).toBe(answers ? 'answered' : connection.ask && 'silent')
      const sent = await connection.send({
        bytes: Buffer.from('^XA^XZ'),
        receipt: zebraInquiry,
        signal: never,
      })
      expect(zebraInquiry.isAnswered(sent.heard)).toBe(answers)
      if (answers) expect(sent.delivery).toBe('delivered')
    })

    test('a printer that is not there is a report in words', async () => {
      await using under = await setUp()
      const { toNowhere } = under
      if (toNowhere === undefined) return expect(under.connection.ask).toBeUndefined()
      const report = await toNowhere.send({ bytes: everyByte, signal: never })
      expect(report).toMatchObject({ delivery: 'not-sent', detail: expect.stringMatching(/\w/) })
      const asked = await toNowhere.ask?.(zebraInquiry, never)
      expect(asked?.result ?? 'not-reached').toBe('not-reached')
    })
  })
}
