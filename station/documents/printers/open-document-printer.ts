import { done, failed, type Outcome } from '../../../shared/outcome.ts'
import { cupsQueueUrl } from '../../printing/ipp/ipp-client.ts'
import type { DocumentPrinter } from './document-printer.ts'
import { createFileDocumentPrinter } from './file.ts'
import { createIppDocumentPrinter } from './ipp.ts'
import { createSimulatedDocumentPrinter } from './simulated.ts'

export interface ConnectionRefused {
  readonly code: 'connection-not-supported'
  /** In words. */
  readonly detail: string
}

/** The way to a document printer as the settings write it. Refused in words where documents cannot go that way. */
export function openDocumentPrinter(
  connection: string,
  platform: NodeJS.Platform = process.platform,
): Outcome<DocumentPrinter, ConnectionRefused> {
  const [, scheme = '', rest = ''] = /^([a-z]+):(.*)$/s.exec(connection) ?? []
  switch (scheme) {
    case 'ipp':
    case 'ipps':
      return done(createIppDocumentPrinter(connection))
    case 'spooler':
      // The spooler of Windows takes what its driver understands, which is seldom PDF.
      return platform === 'win32'
        ? refused(`Documents do not go through the spooler of Windows: use ipp:// or ipps://`)
        : done(createIppDocumentPrinter(cupsQueueUrl(rest)))
    case 'file':
      return done(createFileDocumentPrinter(rest))
    case 'simulated':
      return done(createSimulatedDocumentPrinter())
    default:
      return refused(
        `${connection} (document printers are on ipp://, ipps://, spooler:, file: or simulated:)`,
      )
  }
}

function refused(detail: string) {
  return failed({ code: 'connection-not-supported', detail })
}
