import { done } from '../../../shared/outcome.ts'
import { middleOfPaper, printableDots, type LabelLanguage } from '../label-language.ts'
import { graphicFields } from './graphic-field.ts'
import { stickerZpl } from './sticker-zpl.ts'
import { testLabelZpl } from './test-label-zpl.ts'
import { zplFormat } from './zpl-format.ts'

/** ZPL II, the language of Zebra's label printers and of many others ("ZPL II Programming Guide", Zebra, P1012728). */
export const zpl: LabelLanguage = {
  async encode(dots, printer) {
    const { width, height } = printableDots(printer)
    const { left, top } = middleOfPaper(dots, printer)
    const fields = graphicFields(dots, left, top, printer.graphics)
    return new TextEncoder().encode(zplFormat(width, height, fields))
  },
  testLabel: async (test, printer) => done(new TextEncoder().encode(testLabelZpl(test, printer))),
  async sticker(sticker, printer) {
    const text = stickerZpl(sticker, printer)
    return text.ok ? done(new TextEncoder().encode(text.value)) : text
  },
}
