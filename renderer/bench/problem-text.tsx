import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { ProblemWords } from '../../shared/words.ts'
import { toggleSaid } from './bench-store.ts'
import { sayParams, withoutBlank } from './say.ts'
import type { Trouble } from './trouble.ts'
import { benchEn } from './words.en.ts'
import looks from './band.module.css'

type TodoCode = keyof typeof benchEn.todo

function hasTodo(code: string): code is TodoCode {
  return code in benchEn.todo
}

type MendCode = keyof typeof benchEn.mend

function hasMend(condition: unknown): condition is MendCode {
  return typeof condition === 'string' && condition in benchEn.mend
}

/** What the band's line has room for; a detail that is longer stands behind F9 alone. */
const LONGEST = 60

/** What happened, what is safe, what to do now, in the words of the reader. */
function partsOf(trouble: Trouble, isOver: boolean, t: TFunction, language: string): ProblemWords {
  if (trouble.from === 'link') {
    return {
      happened: t('bench.problem.lostScan', { code: trouble.text }),
      safe: t('bench.problem.nothingChanged'),
      todo: t('bench.problem.lostScanTodo'),
    }
  }
  const params = sayParams(t, language, trouble.params)
  if (trouble.from === 'scan') {
    return {
      happened: t(`verdict.${trouble.code}`, params),
      safe: t('bench.problem.nothingChanged'),
      todo: hasTodo(trouble.code) ? t(`bench.todo.${trouble.code}`) : '',
    }
  }
  const whole = t(`problem.${trouble.code}.happened`, params)
  const isBehindF9 = trouble.said !== undefined && whole.length > LONGEST
  const happened = isBehindF9
    ? withoutBlank(t(`problem.${trouble.code}.happened`, { ...params, detail: '' }))
    : whole
  if (trouble.isOfSticker)
    return { happened, safe: t('bench.problem.stickerSafe'), todo: t('bench.problem.stickerTodo') }
  const safe = t(`problem.${trouble.code}.safe`, params)
  if (isOver)
    return { happened: t('bench.problem.mended'), safe, todo: t('bench.problem.mendedTodo') }
  const { condition } = trouble.params
  const isOfPrinter = trouble.code === 'printer-not-ready' && hasMend(condition)
  return {
    happened,
    safe,
    todo: isOfPrinter ? t(`bench.mend.${condition}`) : t(`problem.${trouble.code}.todo`, params),
  }
}

/** Stands in the band, where the eye is, for as long as the trouble lasts; `isOver` where only a scan is missing. */
export function ProblemText({ trouble, isOver }: { trouble: Trouble; isOver: boolean }) {
  const { t, i18n } = useTranslation()
  const { happened, safe, todo } = partsOf(trouble, isOver, t, i18n.language)
  const said = trouble.from === 'problem' && trouble.said !== undefined
  return (
    <div
      role="alert"
      aria-label={t('bench.problem.label')}
      data-landmark="Problem"
      className={looks.problem}
    >
      <p className={looks.happened}>{happened}</p>
      <p className={looks.todo}>{todo}</p>
      <p className={looks.safe}>{safe}</p>
      {said && (
        <button type="button" className={looks.saidKey} onClick={toggleSaid}>
          F9 {t(`bench.problem.said.${trouble.speaker}`)}
        </button>
      )}
    </div>
  )
}
