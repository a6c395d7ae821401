import { sha256, type PrintingModel, type Row } from './printing-model.ts'

/** Longer than every wait that a print may meet: its turn behind others, slow lines, silence. */
const LONGEST_PRINT_MS = 10 * 60_000

/** What must hold whenever somebody looks; the first breach of it ends a run. */
export function createPrintingRules(model: PrintingModel) {
  const ended = new Map<string, string>()
  const known = new Map<string, string>()

  function breaks(what: string): never {
    throw new Error(what)
  }

  const paperOf = (text: string) =>
    [...model.devices.values(), ...model.touched.map(({ device }) => device)]
      .filter((device, index, all) => all.indexOf(device) === index)
      .flatMap(({ paper }) => paper.filter((each) => each === text)).length

  function checkJob(row: Row): void {
    const { id, state, delivery, came_out: cameOut, proved_by: provedBy } = row
    const touch = model.touched.find(({ jobId }) => jobId === id)
    const what = `job ${id} of ${touch?.text ?? row.shipment_id}`
    if (touch && delivery === 'not-sent') breaks(`L-10: ${what} was sent and is "not sent"`)
    if (state === 'sent' && !touch) breaks(`L-3: ${what} is "sent" and never left`)
    if (state === 'sent' || state === 'failed') {
      const before = ended.get(id) ?? `${state} ${delivery}`
      if (before !== `${state} ${delivery}`) breaks(`L-5: ${what} was ${before}, is ${state}`)
      ended.set(id, before)
    }
    if (cameOut === null) return
    const proof = `${cameOut} by ${provedBy}`
    if ((known.get(id) ?? proof) !== proof) breaks(`L-6: ${what} was ${known.get(id)}`)
    known.set(id, proof)
    if (delivery === 'not-sent') breaks(`L-6: ${what} never left, and is known to be ${proof}`)
    if (state === 'waiting') breaks(`L-6: ${what} waits, and is known to be ${proof}`)
    const isShared = touch?.device.isShared ?? [...model.devices.values()].some((d) => d.isShared)
    if (provedBy !== 'odometer' || isShared) return
    if (!touch) return cameOut ? breaks(`L-6: ${what} never left and came out`) : undefined
    const isOut = touch.device.paper.includes(touch.text)
    model.note(`odometer ${cameOut === 1}`)
    if (isOut !== (cameOut === 1)) breaks(`L-6: ${what}: paper ${isOut}, told ${proof}`)
  }

  function check(): void {
    if (model.broken.length > 0) breaks(model.broken.join('\n'))
    const rows = model.rows()
    for (const row of rows) checkJob(row)
    const bySha = Map.groupBy(rows, (row) => row.sha256)
    for (const { text, outcome, run, atMs } of model.asked) {
      const jobs = bySha.get(sha256(text)) ?? []
      if (paperOf(text) > 1) breaks(`L-3: ${text} is on paper twice`)
      const early = jobs.slice(0, -1).find(({ delivery }) => delivery !== 'not-sent')
      if (early) breaks(`L-3: ${text} was ${early.delivery} and went on to another printer`)
      if (jobs.length > 1) model.note('passed on')
      if (outcome) {
        model.note(outcome.ok ? (outcome.value.delivery ?? '') : outcome.failure.code)
        const last = jobs.at(-1)
        const isSent = last?.state === 'sent'
        if (outcome.ok !== isSent) breaks(`L-10: ${text} told ok ${outcome.ok}, is ${last?.state}`)
        const hasLeft = model.touched.some((touch) => touch.text === text)
        const isNotSent = !outcome.ok && outcome.failure.delivery === 'not-sent'
        if (isNotSent && hasLeft) breaks(`L-10: ${text} was told "not sent" and has left`)
      } else if (run === model.run() && model.time.ms() - atMs > LONGEST_PRINT_MS)
        breaks(`L-10: the print of ${text} does not end`)
    }
  }

  return {
    check,
    /** All is well and long enough: nothing hangs. */
    checkRest(): void {
      check()
      for (const { text, outcome, run } of model.asked)
        if (!outcome && run === model.run()) breaks(`L-10: the print of ${text} never ended`)
      for (const { id, state } of model.rows())
        if (state === 'waiting' || state === 'sending')
          breaks(`L-3: job ${id} is ${state} for ever`)
    },
    paperOf,
  }
}

export type PrintingRules = ReturnType<typeof createPrintingRules>
