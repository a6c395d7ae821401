import type { PrintFailure } from '../../shared/printing.ts'
import { done, failed, type Outcome } from '../../shared/outcome.ts'
import { cropDots, enlargeDots, inkOf, turnDots, type BlackDots } from './black-dots.ts'
import type { Head } from './head.ts'

/**
 * A picture as it goes on the paper of a head: whole where it fits, else its black part where that fits; each dot as a
 * square of `times` × `times`, then turned. No dot is changed otherwise.
 */
export function fitDots(dots: BlackDots, head: Head, times = 1): Outcome<BlackDots, PrintFailure> {
  const sizeOf = ({ width, height }: { readonly width: number; readonly height: number }) =>
    isSideways(head) ? [height * times, width * times] : [width * times, height * times]
  const fits = (picture: { readonly width: number; readonly height: number }) => {
    const [width = 0, height = 0] = sizeOf(picture)
    return width <= head.widthDots && height <= head.heightDots
  }
  // What is too large is cut before it is enlarged and turned, as it may be much too large.
  const ink = fits(dots) ? undefined : inkOf(dots)
  const fitting = fits(dots) ? dots : ink && fits(ink) ? cropDots(dots, ink) : undefined
  if (fitting !== undefined) return done(turnDots(enlargeDots(fitting, times), head.rotation))
  const inkWords = ink === undefined ? '' : ` (${sizeOf(ink).join(' × ')} without its white edges)`
  return failed({
    code: 'label-does-not-fit',
    detail:
      `the picture is ${sizeOf(dots).join(' × ')} dots${inkWords}, ` +
      `the paper ${head.widthDots} × ${head.heightDots} at ${head.dpi} dpi`,
  })
}

/** Whether a label stands across the paper. */
export function isSideways(head: Head): boolean {
  return head.rotation === 90 || head.rotation === 270
}
