import { startEmbeddedPostgres } from '/work/main/src/platform/database/embedded-postgres.ts';
import { migrateUp } from '/work/main/src/platform/database/migrate.ts';
const t=performance.now();
const s=await startEmbeddedPostgres({directory: process.argv[2]!, log: m=>console.log(Math.round(performance.now()-t), m)});
console.log('ready', Math.round(performance.now()-t), s.applicationUrl);
const u=performance.now(); console.log((await migrateUp(s.ownerUrl)).length, 'migrated', Math.round(performance.now()-u));
if (process.argv[3]==='hang') setInterval(()=>{},1000); else { const u=performance.now(); await s.stop(); console.log('stop', Math.round(performance.now()-u)); }
