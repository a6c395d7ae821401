import '@mantine/core/styles.css'
import './app.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { sendScan, startBench } from './bench/bench-store.ts'
import { listenForFunctionKeys } from './scanner/function-keys.ts'
import { listenForScans } from './scanner/listen.ts'
import { readySound } from './sounds/sounds.ts'
import { connectStation } from './station.ts'
import { startWords } from './words/words.ts'

startWords()
connectStation()
startBench()
listenForScans(sendScan)
listenForFunctionKeys()
readySound()

const root = document.getElementById('root')
if (!root) throw new Error('The page has no root')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
