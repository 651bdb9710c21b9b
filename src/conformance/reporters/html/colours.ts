const LIGHT = `--page:#f5f6f8;--card:#fff;--inset:#f3f5f7;--line:#dfe3e8;--edge:#848d98;--text:#171a1f;--muted:#59626d;--link:#0b5cad;--chosen:#eaf2fb;
--pass:#1a7a42;--fail:#c42b2b;--light:#a05a00;--known:#5a50c7;--open:#66707c;
--bad:#fdecec;--window:#cfe3f7;--wait:#b26a00;--wait-fill:#b26a0024`;
const DARK = `--page:#0e1116;--card:#161a21;--inset:#1d222a;--line:#2c333d;--edge:#6d7785;--text:#e7eaee;--muted:#9da7b3;--link:#7ab8ff;--chosen:#1c2b3d;
--pass:#4ac27d;--fail:#ff7b74;--light:#e6a94a;--known:#a9a2ff;--open:#98a2ae;
--bad:#3a1e20;--window:#234263;--wait:#d8963a;--wait-fill:#d8963a2e`;

/** Colours for light and dark screens; paper is light. */
export const COLOURS = `:root{color-scheme:light dark;${LIGHT}}
@media (prefers-color-scheme:dark){:root{${DARK}}}
@media print{:root{color-scheme:light;${LIGHT}}}`;
