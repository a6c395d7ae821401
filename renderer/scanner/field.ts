type TextField = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

const WITHOUT_TEXT = new Set([
  'button',
  'submit',
  'reset',
  'checkbox',
  'radio',
  'range',
  'file',
  'image',
  'color',
])

/** The field that takes the keys now, or undefined: buttons and the page itself take no text. */
export function focusedField(): HTMLElement | undefined {
  const element = document.activeElement
  if (element instanceof HTMLInputElement) {
    return WITHOUT_TEXT.has(element.type) || element.readOnly ? undefined : element
  }
  if (element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) return element
  return element instanceof HTMLElement && element.isContentEditable ? element : undefined
}

function setValue(field: TextField, value: string) {
  // React listens to the prototype's setter; the instance's own one would go unseen.
  Reflect.set(Object.getPrototypeOf(field) as object, 'value', value, field)
  field.dispatchEvent(
    new Event(field instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }),
  )
}

/** Remembers what stands in `field` before a scan, and returns the way to put it back. */
export function rememberField(field: HTMLElement): () => void {
  if (
    !(
      field instanceof HTMLInputElement ||
      field instanceof HTMLTextAreaElement ||
      field instanceof HTMLSelectElement
    )
  ) {
    const text = field.textContent
    return () => {
      field.textContent = text
    }
  }
  const { value } = field
  const selection =
    field instanceof HTMLSelectElement ? null : [field.selectionStart, field.selectionEnd]
  return () => {
    if (field.value === value) return
    setValue(field, value)
    const [start, end] = selection ?? []
    if (typeof start === 'number' && !(field instanceof HTMLSelectElement)) {
      field.setSelectionRange(start, end ?? start)
    }
  }
}

/** A field that is filled by a scan as well as by hand; a scan made elsewhere never lands in it. */
export function takesScans(field: HTMLElement): boolean {
  return field.dataset['takesScans'] !== undefined
}

/** Puts what was scanned into a field, in the place of all that stood in it. */
export function fillField(field: HTMLElement, text: string): void {
  if (field instanceof HTMLInputElement) setValue(field, text)
}
