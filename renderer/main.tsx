import '@mantine/core/styles.css'
import './app.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { refuseScan, sendScan, startBench } from './bench/bench-store.ts'
import { listenForFunctionKeys } from './scanner/function-keys.ts'
import { listenForScans } from './scanner/listen.ts'
import { followScannerSettings } from './scanner/scanner-settings.ts'
import { readySound } from './sounds/sounds.ts'
import { connectStation } from './station.ts'
import { startWords } from './words/words.ts'

startWords()
connectStation()
startBench()
listenForScans({
  settings: followScannerSettings(),
  onScan: sendScan,
  onRefused: refuseScan,
})
listenForFunctionKeys()
readySound()

const root = document.getElementById('root')
if (!root) throw new Error('The page has no root')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
