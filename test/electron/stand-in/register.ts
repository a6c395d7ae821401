import { registerHooks } from 'node:module'

// Loaded with --import: whoever imports electron gets the stand-in.
registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== 'electron') return next(specifier, context)
    return { url: new URL('./electron.ts', import.meta.url).href, shortCircuit: true }
  },
})
