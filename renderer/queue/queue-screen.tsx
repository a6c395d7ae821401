import { Button } from '@mantine/core'
import {
  IconCircleCheck,
  IconClock,
  IconHelpHexagon,
  IconHourglass,
  IconPrinterOff,
  IconScan,
  type Icon,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { WaitingSchema, type Waiting } from '../../shared/outbox.ts'
import { ProblemCodeSchema } from '../../shared/packing.ts'
import { useFollowed, type FollowCall } from '../follow.ts'
import {
  chooseShipment,
  useChosenShipment,
  type ShipmentAction,
} from '../shipments/chosen-shipment.ts'
import { BLANKS } from '../shipments/failure-words.tsx'
import { ShipmentDetail } from '../shipments/shipment-detail.tsx'
import { station } from '../station.ts'
import { Time, useFormats } from '../tables/formats.tsx'
import { StateMark, type StateKind } from '../tables/state-mark.tsx'
import list from '../tables/list-screen.module.css'
import classes from './queue-screen.module.css'

const followQueue: FollowCall<Waiting[]> = (_, options) => station.outbox.follow(undefined, options)

/** In the order in which a person should look at them: money at stake first. */
const REASONS = WaitingSchema.shape.why.options
type Why = Waiting['why']

const LOOKS: Record<Why, readonly [Icon, StateKind]> = {
  'in-doubt': [IconHelpHexagon, 'in-doubt'],
  'void-in-doubt': [IconHelpHexagon, 'in-doubt'],
  'void-pending': [IconClock, 'wait'],
  'label-missing': [IconHourglass, 'attention'],
  'not-printed': [IconPrinterOff, 'attention'],
  'not-on-box': [IconScan, 'act'],
  'parked-refused': [IconScan, 'wrong'],
  'void-at-cut-off': [IconScan, 'attention'],
  'sticker-to-scan': [IconScan, 'act'],
  parked: [IconClock, 'wait'],
}

/** What may be done about it at once, beside looking at the shipment. */
const VERBS: Record<Why, ShipmentAction | undefined> = {
  'in-doubt': 'settle',
  'void-in-doubt': 'void',
  'void-pending': undefined,
  'label-missing': undefined,
  'not-printed': 'reprint',
  'not-on-box': 'reprint',
  'parked-refused': undefined,
  'void-at-cut-off': 'void',
  'sticker-to-scan': undefined,
  parked: undefined,
}

/** What waits, grouped by why, and what a person may do about it. */
export function QueueScreen() {
  const { t } = useTranslation()
  const formats = useFormats()
  const waiting = useFollowed(followQueue)
  const chosenAnywhere = useChosenShipment((now) => now.id)
  // One that was chosen elsewhere and waits for nothing has no place here.
  const chosen = waiting?.some(({ shipmentId }) => shipmentId === chosenAnywhere)
    ? chosenAnywhere
    : null
  return (
    <div className={list['screen']}>
      <header className={list['head']}>
        <h1 className={list['title']}>{t('queue.title')}</h1>
        {waiting && waiting.length > 0 && (
          <span className={list['count']}>{formats.number(waiting.length)}</span>
        )}
      </header>
      <div className={list['split']}>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so keys must reach it */}
        <section className={classes['groups']} tabIndex={0} aria-label={t('queue.list')}>
          {waiting?.length === 0 && (
            <div className={classes['empty']}>
              <IconCircleCheck size="3rem" stroke={1.5} aria-hidden />
              {t('queue.empty')}
            </div>
          )}
          {REASONS.map((why) => (
            <Group
              key={why}
              why={why}
              waiting={waiting?.filter((one) => one.why === why) ?? []}
              chosen={chosen}
            />
          ))}
        </section>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so keys must reach it */}
        <aside className={list['panel']} tabIndex={0} aria-label={t('shipments.detail.label')}>
          {chosen === null ? (
            <p className={list['quiet']}>{t('shipments.detail.choose')}</p>
          ) : (
            // What was decided comes back by the stream of the queue itself.
            <ShipmentDetail id={chosen} onChange={() => {}} />
          )}
        </aside>
      </div>
    </div>
  )
}

function Group(props: { why: Why; waiting: readonly Waiting[]; chosen: string | null }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { why, waiting, chosen } = props
  if (waiting.length === 0) return null
  const [picture, kind] = LOOKS[why]
  const verb = VERBS[why]
  return (
    <section className={classes['group']} aria-label={t(`queue.why.${why}`)}>
      <h2 className={classes['heading']}>
        <StateMark picture={picture} kind={kind} word={t(`queue.why.${why}`)} />
        <span className={classes['count']}>{formats.number(waiting.length)}</span>
      </h2>
      <p className={classes['help']}>{t(`queue.help.${why}`)}</p>
      <ul className={classes['list']}>
        {waiting.map((one) => {
          const open = (what: string, action: ShipmentAction | null) => (
            <Button
              size="compact-sm"
              variant={action ? 'filled' : 'default'}
              aria-label={t('queue.of', { what, order: one.order, parcel: one.parcel })}
              onClick={() => one.shipmentId !== null && chooseShipment(one.shipmentId, action)}
            >
              {what}
            </Button>
          )
          return (
            <li
              key={one.id}
              className={classes['row']}
              data-chosen={one.id === chosen || undefined}
            >
              <span>
                <span className={classes['order']}>{one.order}</span>{' '}
                <span className={classes['quiet']}>{t('queue.box', { parcel: one.parcel })}</span>
              </span>
              <span>{t(`shell.carriers.${one.carrier}`)}</span>
              <span className={classes['quiet']}>
                {t('queue.since')} <Time at={one.since} />
              </span>
              <span className={classes['quiet']}>
                {one.nextAttemptAt !== null && (
                  <>
                    {t('queue.next')} <Time at={one.nextAttemptAt} />{' '}
                  </>
                )}
                <Detail one={one} />
              </span>
              <span className={classes['verbs']}>
                {verb && open(t(`queue.${verb === 'settle' ? 'settle' : 'reprint'}`), verb)}
                {open(t('queue.open'), null)}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** Where the detail is a failure's code, its sentence; otherwise as it came. */
function Detail({ one }: { one: Waiting }) {
  const { t } = useTranslation()
  const code = ProblemCodeSchema.safeParse(one.detail)
  if (!code.success) return one.detail
  const carrier = t(`shell.carriers.${one.carrier}`)
  return t(`problem.${code.data}.happened`, { ...BLANKS, carrier })
}
