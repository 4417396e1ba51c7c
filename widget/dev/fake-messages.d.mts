export const greeting: Record<string, unknown>[];
export const answers: [RegExp, unknown[]][];
export const otherwise: Record<string, unknown>[];
