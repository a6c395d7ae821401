import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rolldownOptions: {
        input: {
          main: 'electron/main.ts',
          'label-worker': 'station/labels/label-worker.ts',
          'database-helper': 'station/database/database-helper.ts',
          'hid-helper': 'station/hid/hid-helper.ts',
          'winspool-helper': 'station/printing/connections/winspool-helper.ts',
          'paper-worker': 'simulators/label-printer/paper-worker.ts',
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rolldownOptions: {
        input: { preload: 'electron/preload.ts' },
        // A preload of a sandboxed page is a plain script.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      emptyOutDir: true,
      minify: true,
      rolldownOptions: { input: 'renderer/index.html' },
    },
  },
})
