import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { done } from '../../../shared/outcome.ts'
import { EMPTY_PAGE } from '../../contracts/document-printer.contract.ts'
import { startIppStand, type IppStand } from './ipp-stand.ts'
import { INVOICE, NOT_THERE, startDocumentStand, type DocumentStand } from './stand.ts'

let printer: IppStand
let stand: DocumentStand

beforeEach(async () => {
  printer = await startIppStand()
  stand = startDocumentStand(printer.connection)
  stand.add('s-1')
})
afterEach(async () => {
  await stand.stop()
  await printer.stop()
})

const only = () => stand.documents().ofShipment('s-1')[0]

describe('a commercial invoice', () => {
  test('is fetched, printed in its copies, and out when the printer says so', async () => {
    printer.manners.ends = 'processing'
    expect(stand.documents().want('s-1')).toBe(true)
    const job = await printer.came(1)
    expect(job).toMatchObject({
      copies: 3,
      format: 'application/pdf',
      name: 'LK-20417 box 1 commercial invoice',
    })
    expect(job.document.equals(EMPTY_PAGE)).toBe(true)
    await stand.until('s-1', 'printing')
    expect(stand.documents().standing('s-1')).toEqual({ state: 'wait' })
    printer.end(job, 'completed')
    const out = await stand.until('s-1', 'out')
    expect(out).toMatchObject({ kind: 'commercial-invoice', copies: 3, printerId: 'office' })
    expect(out.outAt).not.toBeNull()
    expect(stand.documents().standing('s-1')).toEqual({ state: 'clear' })
  })

  test('prints once, however often its box comes to the bench', async () => {
    stand.documents().want('s-1')
    await stand.until('s-1', 'out')
    stand.documents().want('s-1')
    stand.documents().reconfigure()
    await stand.restart()
    stand.documents().want('s-1')
    stand.add('s-2')
    stand.documents().want('s-2')
    await stand.until('s-2', 'out')
    expect(printer.jobs).toHaveLength(2)
  })

  test('of a parked box is fetched at once and prints when the box is at the bench', async () => {
    stand.labelsKept.publish('s-1')
    await expect.poll(() => stand.asked).toEqual(['https://papers.example/1.pdf'])
    stand.script.download = NOT_THERE
    await stand.restart()
    expect(printer.jobs).toHaveLength(0)
    stand.documents().want('s-1')
    await stand.until('s-1', 'out')
    expect(stand.asked).toHaveLength(1)
  })

  test('that cannot be fetched is tried again, by the link that the carrier gives then', async () => {
    stand.script.download = NOT_THERE
    stand.documents().want('s-1')
    const missing = await stand.until('s-1', 'failed')
    expect(missing).toMatchObject({ detail: 'The carrier answered 404 to the link' })
    expect(missing.nextTryAt).not.toBeNull()
    expect(stand.documents().standing('s-1')).toMatchObject({ state: 'failed' })
    stand.script.documentUrlsNow = ['https://papers.example/fresh.pdf']
    stand.documents().reconfigure()
    await expect.poll(() => stand.asked.at(-1)).toBe('https://papers.example/fresh.pdf')
    stand.script.download = done(INVOICE)
    await stand.until('s-1', 'failed')
    stand.documents().reconfigure()
    await stand.until('s-1', 'out')
  })

  test('that is no PDF is not printed', async () => {
    stand.script.download = done({ ...INVOICE, kind: 'png' })
    stand.documents().want('s-1')
    expect(await stand.until('s-1', 'failed')).toMatchObject({
      detail: 'What the carrier gave is no PDF',
    })
    expect(printer.jobs).toHaveLength(0)
  })

  test('waits for a printer that is away, and prints by itself when it is back', async () => {
    const comeBack = await printer.goAway()
    stand.documents().want('s-1')
    expect(await stand.until('s-1', 'failed')).toMatchObject({
      detail: expect.stringContaining('refuses the connection'),
      nextTryAt: expect.any(String),
    })
    await comeBack()
    await stand.until('s-1', 'out')
    expect(printer.jobs).toHaveLength(1)
  })

  test('is not printed again where the answer to its job was lost; a person asks for it once more', async () => {
    printer.manners.hangsUp = 'after'
    stand.documents().want('s-1')
    const doubtful = await stand.until('s-1', 'in-doubt')
    expect(doubtful).toMatchObject({ nextTryAt: null, detail: expect.stringContaining('office') })
    expect(stand.documents().standing('s-1')).toMatchObject({ state: 'failed' })
    printer.manners.hangsUp = 'never'
    stand.documents().reconfigure()
    await stand.restart()
    stand.documents().want('s-1')
    expect(only()?.state).toBe('in-doubt')
    expect(stand.documents().printAgain('s-1', doubtful.id)).toMatchObject({ ok: true })
    await stand.until('s-1', 'out')
    expect(printer.jobs).toHaveLength(2)
  })

  test('that was handed over when the station stopped is in doubt; one with a job is asked about', async () => {
    printer.manners.ends = 'processing'
    stand.documents().want('s-1')
    const job = await printer.came(1)
    await stand.until('s-1', 'printing')
    await stand.restart(() => printer.end(job, 'completed'))
    await stand.until('s-1', 'out')
    stand.add('s-2')
    printer.manners.ends = 'completed'
    stand.documents().want('s-2')
    await stand.until('s-2', 'out')
    stand
      .database()
      .exec(
        `UPDATE documents SET state = 'printing', job = NULL, out_at = NULL WHERE shipment_id = 's-2'`,
      )
    await stand.restart()
    expect(await stand.until('s-2', 'in-doubt')).toMatchObject({
      detail: expect.stringContaining('stopped'),
    })
    expect(printer.jobs).toHaveLength(2)
  })

  test('prints again by itself only where the printer had not begun with it', async () => {
    printer.manners.ends = 'processing'
    stand.documents().want('s-1')
    const first = await printer.came(1)
    first.wasBegun = false
    printer.end(first, 'aborted')
    const second = await printer.came(2)
    printer.end(second, 'aborted')
    expect(await stand.until('s-1', 'in-doubt')).toMatchObject({
      detail: expect.stringContaining('in the middle'),
    })
    stand.documents().reconfigure()
    expect(printer.jobs).toHaveLength(2)
  })

  test('that somebody took off the queue does not come again by itself', async () => {
    printer.manners.ends = 'canceled'
    stand.documents().want('s-1')
    expect(await stand.until('s-1', 'in-doubt')).toMatchObject({
      detail: expect.stringContaining('cancelled'),
    })
  })

  test('says what is in its way while the printer has it', async () => {
    printer.manners.ends = 'processing'
    printer.manners.reasons = ['media-low-warning', 'media-empty-error']
    stand.documents().want('s-1')
    await expect.poll(() => only()?.detail).toBe('office: it has no paper')
    expect(stand.documents().standing('s-1')).toEqual({
      state: 'failed',
      detail: 'office: it has no paper',
    })
    await expect.poll(() => stand.documents().statuses()[0]?.condition).toBe('paper-out')
    printer.manners.reasons = ['none']
    printer.end(await printer.came(1), 'completed')
    await stand.until('s-1', 'out')
  })

  test('is refused in words by a printer that takes no PDF, or no jobs', async () => {
    printer.manners.formats = ['image/pwg-raster']
    stand.documents().want('s-1')
    expect(await stand.until('s-1', 'failed')).toMatchObject({ detail: 'office: It takes no PDF' })
    expect(printer.jobs).toHaveLength(0)
  })
})

describe('papers of a void label', () => {
  test('do not print', async () => {
    stand.labelsKept.publish('s-1')
    stand.become('s-1', 'void')
    expect(stand.documents().want('s-1')).toBe(false)
    stand.add('s-2')
    stand.script.download = NOT_THERE
    stand.documents().want('s-2')
    await stand.until('s-2', 'failed')
    stand.become('s-2', 'void')
    stand.documents().reconfigure()
    await stand.until('s-2', 'dropped')
    expect(
      stand.documents().printAgain('s-2', stand.documents().ofShipment('s-2')[0]?.id ?? ''),
    ).toEqual({ ok: false, failure: { code: 'label-void' } })
    expect(printer.jobs).toHaveLength(0)
  })

  test('wait while the carrier has not answered whether it is', async () => {
    stand.script.download = NOT_THERE
    stand.documents().want('s-1')
    await stand.until('s-1', 'failed')
    stand.script.download = done(INVOICE)
    stand.become('s-1', 'void-asked')
    stand.documents().reconfigure()
    await expect
      .poll(() => stand.database().prepare('SELECT pdf IS NULL FROM documents').pluck().get())
      .toBe(1)
    stand.become('s-1', 'void-refused')
    stand.database().exec(`UPDATE documents SET next_try_at = '2026-01-01T00:00:00.000Z'`)
    stand.documents().reconfigure()
    await stand.until('s-1', 'out')
  })
})

describe('papers that a person puts in', () => {
  test('are kept with name and time, and what waits in the printer is taken back', async () => {
    printer.manners.ends = 'processing'
    stand.documents().want('s-1')
    const job = await printer.came(1)
    await stand.until('s-1', 'printing')
    await expect
      .poll(() => stand.database().prepare('SELECT job FROM documents').pluck().get())
      .toBe('1')
    stand.documents().confirm('s-1', 'Ana')
    expect(only()).toMatchObject({ state: 'confirmed', confirmedBy: 'Ana', nextTryAt: null })
    expect(only()?.confirmedAt).not.toBeNull()
    expect(stand.documents().standing('s-1')).toEqual({ state: 'clear' })
    await expect.poll(() => job.state).toBe('canceled')
    await stand.restart()
    expect(only()?.state).toBe('confirmed')
  })

  test('while they are handed over are taken back as soon as the printer has them, and that is all', async () => {
    printer.manners.ends = 'processing'
    const handedOver = stand.until('s-1', 'printing')
    stand.documents().want('s-1')
    await handedOver
    stand.documents().confirm('s-1', 'Ana')
    const job = await printer.came(1)
    await expect.poll(() => job.state).toBe('canceled')
    expect(only()).toMatchObject({ state: 'confirmed', confirmedBy: 'Ana', nextTryAt: null })
  })
})

describe('whether there are papers', () => {
  const settings = (documents: object) => ({ ...stand.script.settings, documents })

  test.each([
    ['paperless', { paperless: true }],
    ['no-copies', { invoiceCopiesTo: { IE: 0 } }],
  ])('%s', (why, documents) => {
    stand.script.settings = settings(documents)
    expect(stand.documents().want('s-1')).toBe(true)
    expect(stand.documents().ofShipment('s-1')).toEqual([])
    expect(stand.documents().noPapersBecause('s-1')).toBe(why)
    expect(stand.documents().standing('s-1')).toEqual({ state: 'clear' })
  })

  test('copies of the country', async () => {
    stand.script.settings = settings({ invoiceCopies: 2, invoiceCopiesTo: { IE: 5 } })
    stand.add('s-2', { country: 'CA' })
    for (const id of ['s-1', 's-2']) {
      stand.documents().want(id)
      await stand.until(id, 'out')
    }
    expect(printer.jobs.map(({ copies }) => copies)).toEqual([5, 2])
  })

  test('without a document printer they are somebody else’s work', () => {
    stand.script.settings = { printers: [] }
    stand.documents().want('s-1')
    expect(stand.documents().noPapersBecause('s-1')).toBe('no-document-printer')
    expect(stand.documents().standing('s-1')).toEqual({ state: 'clear' })
  })

  test('a carrier that gives none with a label abroad has them electronically', () => {
    stand.add('s-1', { documentUrls: [] })
    expect(stand.documents().want('s-1')).toBe(true)
    expect(stand.documents().noPapersBecause('s-1')).toBe('none-given')
    expect(stand.documents().standing('s-1')).toEqual({ state: 'clear' })
    stand.add('s-2', { documentUrls: [], country: 'US' })
    expect(stand.documents().noPapersBecause('s-2')).toBeNull()
  })

  test('while the label is not made the papers are not known, and a box abroad waits for them', async () => {
    stand.add('s-1', { documentUrls: [], label: null })
    expect(stand.documents().want('s-1')).toBe(false)
    expect(stand.documents().standing('s-1')).toMatchObject({ state: 'failed' })
    stand.add('s-1')
    expect(stand.documents().want('s-1')).toBe(true)
    await stand.until('s-1', 'out')
  })
})

describe('a packing slip', () => {
  beforeEach(() => {
    stand.script.settings = { ...stand.script.settings, documents: { packingSlip: true } }
    stand.add('s-1', { documentUrls: [], country: 'US' })
  })

  test('prints for every box, and holds none up', async () => {
    printer.manners.ends = 'processing'
    stand.documents().want('s-1')
    const job = await printer.came(1)
    expect(job).toMatchObject({ name: 'LK-20417 box 1 packing slip', copies: 1 })
    expect(job.document.subarray(0, 5).toString()).toBe('%PDF-')
    expect(stand.documents().standing('s-1')).toEqual({ state: 'clear' })
    printer.end(job, 'completed')
    await stand.until('s-1', 'out')
  })

  test('does not come out any more once its box is closed, unless a person asks', async () => {
    const comeBack = await printer.goAway()
    stand.documents().want('s-1')
    await stand.until('s-1', 'failed')
    stand.add('s-1', { documentUrls: [], country: 'US', onBoxAt: '2026-11-22T10:00:00.000Z' })
    await comeBack()
    await expect.poll(() => only()?.detail).toBe('Its box was closed before it could print')
    expect(only()?.nextTryAt).toBeNull()
    stand.documents().printAgain('s-1', only()?.id ?? '')
    await stand.until('s-1', 'out')
    expect(printer.jobs).toHaveLength(1)
  })
})
