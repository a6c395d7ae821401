import type { FoundPrinter } from '../../../shared/printing.ts'
import { cupsPrinters, cupsUrl } from '../ipp/ipp-client.ts'
import { likelyLanguage, shownText } from './printer-words.ts'

/** The queues of this computer's print system (CUPS). None where there is no such thing. */
export async function findQueues(
  tell: (printer: FoundPrinter) => void,
  signal: AbortSignal,
  url = cupsUrl(),
): Promise<void> {
  const queues = await cupsPrinters(url, { signal, timeoutMs: 4_000 })
  if (!queues.ok) {
    if (signal.aborted) return
    throw new Error(queues.failure.detail)
  }
  for (const { name, info, model, deviceUri } of queues.value) {
    // A name that cannot be shown as it is could not be found again under what is shown.
    if (shownText(name) !== name) continue
    tell({
      connection: `spooler:${name}`,
      name: shownText(info ?? undefined) ?? name,
      by: 'cups',
      model: shownText(model ?? undefined) ?? null,
      language: likelyLanguage(model ?? undefined, deviceUri ?? undefined),
    })
  }
}
