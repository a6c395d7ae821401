import { jsonAnswer } from '../carrier-http.ts'
import type { CarrierAnswer } from '../carrier-http.ts'
import type { CarrierRequest } from '../carrier-server.ts'
import { parcelOrder } from './parcel-bodies.ts'
import type { CreateBody } from './parcel-bodies.ts'
import { createRefusalOf } from './parcel-rules.ts'
import type { Parcels } from './parcels.ts'
import { noSuchResource } from './problems.ts'

/** Many parcels at once, in `unstable` only: each is sold or refused on its own. */
export interface Jobs {
  create(request: CarrierRequest): CarrierAnswer
  get(request: CarrierRequest): CarrierAnswer
  /** The labels of a job in a row, by the name of its file without the ending. */
  labelsZpl(name: string): string | undefined
}

export function createJobs(parcels: Parcels, linksAt: () => string): Jobs {
  const jobs = new Map<number, { readonly body: object; readonly labels: string }>()
  let lastId = 40_116

  return {
    create(request) {
      const asked = request.json as { parcels: readonly CreateBody[] }
      lastId += 1
      const lines = asked.parcels.map((one) => {
        const order = parcelOrder('unstable', one)
        const refused = createRefusalOf(order)
        const sold = refused ? undefined : parcels.sell(order)
        return {
          label: sold?.label.zpl ?? '',
          integrationChannelParcelId: order.customerParcelId ?? '',
          trackingNumber: sold?.label.trackingCode ?? '',
          carrierCode: 'USPS',
          shipDate: new Date().toISOString(),
          parcelStatus: sold ? 'CREATED' : 'FAILED',
          errorMessages: refused ? refused.join(': ') : '',
        }
      })
      jobs.set(lastId, {
        body: {
          jobId: lastId,
          status: 'COMPLETED',
          labelsUrl: `${linksAt()}/labels/job-${lastId}.pdf`,
          parcels: lines.map(({ label: _label, ...line }) => line),
        },
        labels: lines.map(({ label }) => label).join(''),
      })
      return jsonAnswer(200, { jobId: lastId, status: 'PROCESSING' }, { sale: true })
    },
    get(request) {
      const job = jobs.get(Number(request.params.id))
      return job ? jsonAnswer(200, job.body) : noSuchResource(request)
    },
    labelsZpl: (name) => jobs.get(Number(/^job-(\d+)$/.exec(name)?.[1]))?.labels,
  }
}
