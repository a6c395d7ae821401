import { done } from '../../../shared/outcome.ts'
import type { CarrierDeps } from '../carrier-call.ts'
import { createFlavorCloudAccount, type FlavorCloudAccount } from './flavorcloud-account.ts'
import { createFlavorCloudBatches, type FlavorCloudBatches } from './flavorcloud-batches.ts'
import { createFlavorCloudCalls, type Answered } from './flavorcloud-call.ts'
import { createFlavorCloudRating, type FlavorCloudRating } from './flavorcloud-rating.ts'
import { createFlavorCloudShipments, type FlavorCloudShipments } from './flavorcloud-shipments.ts'
import type { FlavorCloudToken } from './flavorcloud-token.ts'

export type { FlavorCloudShipment } from './flavorcloud-shipments.ts'

/**
 * The whole FlavorCloud Partner API, one method a call. `merchant` says whose key goes along; amounts are decimal
 * text. What answers mean for a parcel stands in the adapter.
 */
export interface FlavorCloudClient
  extends FlavorCloudRating, FlavorCloudShipments, FlavorCloudBatches, FlavorCloudAccount {
  /** POST /Auth: whether our keys are good. The token itself stays here. */
  auth(): Answered<null>
}

export function createFlavorCloudClient(
  deps: CarrierDeps,
  token: FlavorCloudToken,
): FlavorCloudClient {
  const calls = createFlavorCloudCalls(deps, token)
  return {
    async auth() {
      const fetched = await token.fetch()
      return fetched.ok ? done(null) : fetched
    },
    ...createFlavorCloudRating(calls),
    ...createFlavorCloudShipments(calls, token),
    ...createFlavorCloudBatches(calls),
    ...createFlavorCloudAccount(calls),
  }
}
