import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Where a running Parley answers while the front end is being edited (`npm run dev`). */
const WEB = process.env['PARLEY_WEB'] ?? 'http://localhost:8080';
const SFU = process.env['PARLEY_SFU'] ?? WEB;

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    sourcemap: true,
    chunkSizeWarningLimit: 700,
    rollupOptions: {
      output: {
        manualChunks: {
          hls: ['hls.js'],
          mediasoup: ['mediasoup-client'],
        },
      },
    },
  },
  server: {
    proxy: {
      '/api': { target: WEB, changeOrigin: false, ws: true },
      '/v1': { target: SFU, changeOrigin: false, ws: true },
    },
  },
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
  },
});
