"""Colours of pages and charts, light and dark; text has a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

LIGHT = {
    "paper": "#ffffff",
    "ink": "#1b2733",
    "quiet": "#4d5b69",
    "rule": "#c9d1d9",
    "grid": "#e3e8ee",
    "bar": "#2f6fb0",
    "accent": "#1f5a99",
    "panel": "#f4f6f9",
    "warning": "#9a1c1c",
    "level-0": "#f0f2f5",
    "level-1": "#dce9f6",
    "level-2": "#b5d1ec",
    "level-3": "#84b3de",
    "level-4": "#2f6fb0",
    "level-5": "#12406f",
    "on-0": "#4d5b69",
    "on-1": "#12263a",
    "on-2": "#12263a",
    "on-3": "#0b1a29",
    "on-4": "#ffffff",
    "on-5": "#ffffff",
}
DARK = {
    "paper": "#12181f",
    "ink": "#e8edf2",
    "quiet": "#a9b6c3",
    "rule": "#3a4653",
    "grid": "#26303a",
    "bar": "#6aa9e2",
    "accent": "#8fc1ef",
    "panel": "#1a222b",
    "warning": "#ff9b93",
    "level-0": "#1d262f",
    "level-1": "#173450",
    "level-2": "#1c4973",
    "level-3": "#275f95",
    "level-4": "#6aa9e2",
    "level-5": "#c3def6",
    "on-0": "#a9b6c3",
    "on-1": "#e8edf2",
    "on-2": "#ffffff",
    "on-3": "#ffffff",
    "on-4": "#0b1620",
    "on-5": "#0b1620",
}
FONTS = (
    'system-ui, -apple-system, "Segoe UI", "Noto Sans", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", '
    '"Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", sans-serif'
)
