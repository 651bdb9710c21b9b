import { COLOURS } from './colours.ts';

/** How the page looks: on light and dark, on narrow and wide screens, and on paper. */
export const STYLE = `${COLOURS}
*,*::before,*::after{box-sizing:border-box}
[hidden]{display:none!important}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;overflow-wrap:anywhere}
main{max-width:1180px;margin:0 auto;padding:clamp(1rem,4vw,2.5rem) clamp(.75rem,3vw,2rem) 3rem}
h1,h2,h3,h4,p,ul,figure{margin:0}
ul{padding:0;list-style:none}
h1{font-size:clamp(1.6rem,4vw,2.15rem);line-height:1.2;letter-spacing:-.02em;font-weight:680}
h2{font-size:1.15rem;line-height:1.3;font-weight:650;letter-spacing:-.01em;margin:0 0 .9rem}
section>h2:first-child:not(.card>h2){margin:2.4rem 0 .9rem}
h3{font-size:1rem;line-height:1.4;font-weight:620}
h4{font-size:.82rem;font-weight:620;margin:.9rem 0 .35rem}
h4 .muted{font-weight:400}
a{color:var(--link);text-underline-offset:.15em}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:4px}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.86em}
code{unicode-bidi:isolate}
pre{position:relative;margin:0;padding:.75rem .9rem;background:var(--inset);border:1px solid var(--line);border-radius:8px;white-space:pre-wrap;max-height:24rem;overflow-y:auto;line-height:1.5}
pre code{font-size:1em}
pre.copy{padding-right:5rem}
small{font-size:.8em}
.muted{color:var(--muted)}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.shapes{position:absolute}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:clamp(.9rem,2.5vw,1.4rem);margin:1rem 0;min-width:0}
.tag{display:inline-block;font-size:.76rem;line-height:1.5;padding:0 .5em;border:1px solid var(--line);border-radius:99px;color:var(--muted);font-weight:400;white-space:nowrap;max-width:100%;overflow:hidden;text-overflow:ellipsis;vertical-align:bottom}

.kicker{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.2rem 1rem;color:var(--muted);font-size:.86rem;margin-bottom:.7rem}
.subject{margin:.35rem 0 1.2rem;font-size:1.02rem;color:var(--muted)}
.subject code{color:var(--text)}

.mark{width:1em;height:1em;flex:none;vertical-align:-.12em;fill:currentColor;stroke:none;overflow:visible}
.mark+*{margin-inline-start:0}
.on{fill:none;stroke:var(--card);stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round}
.off{fill:none;stroke:currentColor;stroke-width:1.6}
.dashes{stroke-dasharray:2.6 2.2}
.line{fill:none;stroke:currentColor;stroke-width:1.6;stroke-linecap:round}
.thick{stroke-width:2.6}
.pass,.accepted{color:var(--pass)}
.fail,.failed,.evidence{color:var(--fail)}
.light,.limited{color:var(--light)}
.known,.refused{color:var(--known)}
.inconclusive,.unseen,.read,.info{color:var(--open)}

.verdict{border-inline-start:5px solid currentColor;padding-block:1.3rem}
.verdict>*{color:var(--text)}
.verdict>.muted{color:var(--muted)}
.conclusion{font-size:1.08rem;line-height:1.45;margin-bottom:1.1rem}
.conclusion .mark{width:1.5em;height:1.5em;vertical-align:-.36em;margin-inline-end:.5rem}
.conclusion strong{font-size:1.25em;font-weight:700;margin-inline-end:.5rem}
.bar{display:block;border-radius:6px;overflow:hidden}
.bar rect{fill:currentColor}
.bar rect:not(.rest,.done){stroke:var(--card);stroke-width:1}
.bar .rest{fill:var(--line)}
.bar .done{fill:var(--pass)}
.counts{display:flex;flex-wrap:wrap;gap:.35rem 1.4rem;margin:.8rem 0 .5rem}
.counts b{font-variant-numeric:tabular-nums}
.remarks{display:grid;gap:.6rem}
.remarks li,p.known,.shown li{display:flex;gap:.6rem;align-items:baseline}
.remarks .mark{translate:0 .1em}

.pair{display:grid;gap:1rem;grid-template-columns:minmax(0,1fr);margin:1rem 0}
.pair .card{margin:0}
table{border-collapse:collapse;width:100%;font-size:.92em}
th{text-align:start;font-weight:600}
td,th{padding:.5rem .6rem;vertical-align:top}
thead th{font-size:.82rem;color:var(--muted);font-weight:600}
tbody>tr{border-top:1px solid var(--line)}
.matrix th[scope=row]{width:7.5rem}
.matrix th small{display:block;white-space:normal;color:var(--muted);font-weight:400;line-height:1.3}
.matrix th{overflow-wrap:normal;white-space:nowrap}
.matrix ul{display:flex;flex-wrap:wrap;gap:3px;max-width:22rem}
.matrix a{display:block;padding:3px;line-height:0;border-radius:6px;font-size:18px}
.matrix a:hover{background:var(--inset)}
.coverage{display:grid;gap:1rem 1.6rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,13rem),1fr))}
.covered h3::first-letter{text-transform:uppercase}
.covered .share{margin:.1rem 0 .35rem;font-variant-numeric:tabular-nums}
.covered details,.covered>.muted{font-size:.86rem;margin-top:.3rem}
.names{margin:.3rem 0 .2rem;font-size:.9em;color:var(--muted);max-height:14rem;overflow-y:auto}
.names li{padding:.1rem 0}

summary{cursor:pointer}
summary h4{display:inline-block}
#filter{display:flex;flex-wrap:wrap;gap:.6rem 1.1rem;align-items:center;margin:0 0 1rem}
#filter fieldset{border:0;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.35rem}
#filter legend{float:left;padding:.22rem .3rem .22rem 0;color:var(--muted);font-size:.86rem}
#filter label:not(.search){position:relative;display:inline-flex;gap:.4rem;align-items:center;padding:.22rem .65rem;border:1px solid var(--line);border-radius:99px;background:var(--card);font-size:.86rem;cursor:pointer}
#filter label small{color:var(--muted)}
#filter label input[type=checkbox]{position:absolute;opacity:0;inset:0;margin:0;cursor:pointer}
#filter label:has(:checked){border-color:var(--link);background:var(--chosen);box-shadow:inset 0 0 0 1px var(--link)}
#filter label:has(:focus-visible){outline:2px solid var(--link);outline-offset:2px}
.search{flex:1 1 100%;display:flex}
.search span{position:absolute;clip-path:inset(50%)}
.search input{flex:1;min-width:0;font:inherit;color:inherit;padding:.5rem .8rem;border:1px solid var(--edge);border-radius:8px;background:var(--card)}
.search input::placeholder{color:var(--muted);opacity:1}
.actions{display:flex;flex-wrap:wrap;gap:.4rem .6rem;align-items:center;flex:1 1 auto;justify-content:flex-end}
.actions output{color:var(--muted);font-size:.86rem;margin-inline-end:auto}
button{font:inherit;font-size:.82rem;color:inherit;background:var(--card);border:1px solid var(--edge);border-radius:7px;padding:.2rem .6rem;cursor:pointer}
button:hover{background:var(--chosen)}
.copy-button{position:absolute;inset-block-start:.5rem;inset-inline-end:.5rem;font-family:system-ui,sans-serif}

.requirement{margin:.45rem 0;padding:0;color:var(--text)}
.requirement>summary{list-style:none;display:grid;grid-template-columns:auto auto minmax(0,1fr) auto;gap:.1rem .7rem;align-items:baseline;padding:.65rem clamp(.8rem,2vw,1.1rem);border-radius:12px}
.requirement>summary::-webkit-details-marker{display:none}
.requirement>summary:hover{background:var(--inset)}
.requirement>summary>code{white-space:nowrap;max-width:11em;overflow:hidden;text-overflow:ellipsis;color:var(--muted)}
.requirement>summary .mark{translate:0 .08em}
.requirement>summary .tags::after{content:"›";display:inline-block;color:var(--muted);margin-inline-start:.5rem}
.requirement[open]>summary .tags::after{rotate:90deg}
.requirement.fail{border-inline-start:4px solid var(--fail)}
.hint{grid-column:3/-1;color:var(--muted);font-size:.88rem;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden}
[open]>summary>.hint{display:none}
.body{padding:.2rem clamp(.8rem,2vw,1.1rem) 1.1rem;scroll-margin-top:4.5rem;display:grid;gap:.7rem;grid-template-columns:minmax(0,1fr)}
.source{color:var(--muted);font-size:.86rem}
.source li::before{content:"§ ";color:var(--muted)}
p.known{color:inherit;padding:.6rem .8rem;border:1px dashed var(--edge);border-radius:8px}
.known .mark{color:var(--known)}
.shown{display:grid;gap:.35rem}
.finding{border-top:1px solid var(--line);padding-top:.9rem;min-width:0}
.finding h3 .mark,.scenario h3 .mark{margin-inline-end:.45rem}
.finding p.got{margin:.25rem 0 .5rem}
.got{color:var(--fail)}
.differences{margin:.5rem 0}
.differences th[scope=row]{font:.9em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-weight:400;width:26%}
.differences td{width:37%}
.cause{padding:.55rem .8rem;background:var(--inset);border-radius:8px;margin:.5rem 0}
.also{font-size:.86rem;color:var(--muted)}

.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;font-size:.86rem;color:var(--muted);margin-bottom:.4rem}
.legend li{display:flex;gap:.45rem;align-items:center}
.swatch{width:1.5em;height:1em;border-radius:3px;background:var(--window)}
.swatch.wait{background:var(--wait-fill);border:1px dashed var(--wait)}
figure{margin:.6rem 0 0;padding:0 10px;min-width:0}
figure details{font-size:.86rem;margin:0 -10px}
figure summary{color:var(--muted)}
.timeline{display:block;overflow:visible}
.timeline .mark{width:16px;height:16px}
.timeline .mark use{stroke:var(--card);stroke-width:.6}
.timeline text{fill:var(--muted);font-size:11px;font-variant-numeric:tabular-nums}
.timeline .axis{stroke:var(--edge);stroke-width:1}
.window{fill:var(--window)}
.wait{fill:var(--wait-fill);stroke:var(--wait);stroke-width:1;stroke-dasharray:3 2}
.requests td,.requests th{padding:.25rem .5rem}
.requests td:first-child,.requests td:nth-child(3){white-space:nowrap}
.requests td .mark{margin-inline-end:.4rem}
.requests .fail{color:inherit;background:var(--bad)}
footer{margin-top:2.5rem;font-size:.86rem}

@media (min-width:860px){.pair{grid-template-columns:minmax(0,1.15fr) minmax(0,1fr)}}
@media (max-width:640px){
.requirement>summary{grid-template-columns:auto auto minmax(0,1fr)}
.requirement>summary .title{grid-column:2/-1;grid-row:2}
.requirement>summary .tags{justify-self:end}
.hint{grid-column:2/-1}
.matrix th[scope=row]{width:4.4rem}
.matrix th small{display:none}
.matrix td,.matrix th{padding:.5rem .2rem;font-size:.86rem}
.differences thead,.requests thead{position:absolute;clip-path:inset(50%)}
.differences tr,.differences td,.differences th[scope=row]{display:block;width:auto}
.differences td,.differences th[scope=row]{padding:.2rem 0}
.differences td::before{content:attr(data-label) " ";color:var(--muted);font-size:.86em}
.requests td{padding:.25rem .3rem}
pre.copy{padding-right:.9rem;padding-top:2.6rem}
.timeline text:nth-of-type(even){display:none}
}
@media print{
@page{margin:14mm}
body{background:#fff;font-size:10.5pt}
#filter,.copy-button{display:none!important}
.card{break-inside:auto}
.finding,.scenario,.requirement>summary{break-inside:avoid}
details::details-content{content-visibility:visible;display:block;block-size:auto}
pre,.names{max-height:none;overflow:visible}
.bar,.timeline,.mark{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;
