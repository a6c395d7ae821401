import type { Settings } from '../../shared/settings.ts'

/** Whether the code that was scanned or typed is a supervisor's; any will do where the settings name none. */
export function isApproval({ packing }: Settings, code: string | undefined): boolean {
  const { supervisorCode } = packing
  return !supervisorCode || code?.toUpperCase() === supervisorCode.toUpperCase()
}
